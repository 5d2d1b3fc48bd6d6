import { isSame, msg, type Text } from '../language/phrase.ts';
import type { RunConfig } from '../run/config.ts';

/** One setting of He et al. 2015: what the paper says, where it says so, and what a run does. */
export interface PaperSetting {
  readonly id: string;
  readonly name: Text;
  /** Where it is said: a section, the authors' notes on their models, or that it is left open. */
  source(config: RunConfig): Text;
  /** How the paper's network of this depth was trained. */
  paper(config: RunConfig): Text;
  here(config: RunConfig): Text;
  /** Whether both are the same; absent, or undefined: if they read the same. */
  same?(config: RunConfig): boolean | undefined;
  /**
   * Whether a run has to be as in the paper here to stand beside its numbers. Not so for how finely a run is looked at, nor for
   * what no run of the suite does otherwise.
   */
  readonly decisive: boolean;
}

/** Whether a run does as the paper did. */
export function isAsInThePaper(setting: PaperSetting, config: RunConfig): boolean {
  return setting.same?.(config) ?? isSame(setting.here(config), setting.paper(config));
}

export const cifar = msg`section 4.2`;
export const notes = msg`authors’ notes on their models`;
export const open = msg`not stated`;

/** The paper's value for CIFAR-10, or that for networks for ImageNet. */
export const either =
  (forCifar: Text, forImagenet: Text) =>
  ({ network }: RunConfig): Text =>
    network.family === 'imagenet' ? forImagenet : forCifar;

/** How networks for ImageNet were trained is in section 3.4, all others in section 4.2. */
export const recipeSource = either(cifar, msg`section 3.4`);
