import { joined, listed, msg, type Text } from '../language/phrase.ts';
import type { RunConfig } from '../run/config.ts';

/*
 * Values of settings in words, the paper's and a run's alike: what reads the same is the same.
 */

export function filtersOf({ network }: RunConfig, first: number): Text {
  return listed(Array.from({ length: network.family ? 4 : 3 }, (_, stage) => first * 2 ** stage));
}

export function blockNames(block: 'basic' | 'bottleneck'): Text {
  return { basic: msg`two 3×3 convolutions`, bottleneck: msg`bottleneck` }[block];
}

export const shortcutNames = {
  A: 'A',
  B: 'B',
  C: 'C',
  scaled: msg`scaled by 0.5, and so are branches`,
  gated: msg`gated, one minus what branches are multiplied by`,
  dropout: msg`under dropout of one half`,
} as const;

export const cureNames = {
  dirac: msg`Dirac parametrisation`,
  'looks-linear': msg`concatenated ReLUs, looks-linear initialisation`,
  'zero-scale': msg`branches multiplied by a learned number, from 0`,
  fixup: 'Fixup',
  'no-relu-after-addition': msg`no ReLU after the addition`,
  'norm-after-addition': msg`batch normalisation after the addition`,
} as const;

/** `×0.1 at 50 %, ×0.01 at 75 %`. */
export function milestonesOf({ milestones }: Pick<RunConfig['recipe'], 'milestones'>): Text {
  if (milestones.length === 0) return msg`never`;
  return joined(
    milestones.map(({ at, factor }) => msg`×${factor} at ${Number((at * 100).toFixed(1))} %`),
    msg`, `,
  );
}

export function initializationOf({ initialization }: RunConfig['network']): Text {
  const { scheme, gain } = initialization ?? { scheme: 'he', gain: 1 };
  const name = { he: 'He', glorot: 'Glorot' }[scheme];
  return gain === 1 ? name : msg`${name}, standard deviation ×${gain}`;
}

export function growthOf({ grown }: RunConfig['network']): Text {
  return grown
    ? msg`identity layers, to a network of depth ${grown.fromDepth}, after ${Number((100 * grown.at).toFixed(1))} % of the epochs`
    : msg`none`;
}

export function warmupOf({ recipe: { warmup } }: RunConfig): Text {
  if (warmup === null) return msg`none`;
  const percent = Number((warmup.fraction * 100).toPrecision(2));
  return warmup.shape === 'linear'
    ? msg`linear, from ×${warmup.from}, over the first ${percent} % of steps`
    : msg`constant, ×${warmup.from}, over the first ${percent} % of steps`;
}

export function regularizersOf({ regularizers }: RunConfig): Text {
  const named = regularizers.map(({ name, options }) => {
    const values = Object.entries(options).map(([key, value]) => `${key} ${value}`);
    return values.length > 0 ? `${name} (${values.join(', ')})` : name;
  });
  return named.length > 0 ? listed(named) : msg`none`;
}
