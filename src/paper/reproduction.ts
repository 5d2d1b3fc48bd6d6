import { msg, type Text } from '../language/phrase.ts';
import type { Kind, RunConfig } from '../run/config.ts';
import { isAsInThePaper } from './setting.ts';
import { settingsFor } from './settings.ts';

/** Training errors that somebody else published of the paper's networks, epoch by epoch. */
export interface Reproduction {
  readonly source: Text;
  /** What keeps its numbers from being the same quantity. */
  readonly caveat: Text;
  /** After which epochs of a run its numbers may stand beside the run's: none where more than the length differs. */
  epochsBeside(config: RunConfig): readonly number[];
  /** Training error in % after an epoch. */
  trainErrorPct(kind: Kind, depth: number, epoch: number): number | undefined;
}

const depths = [20, 32, 44, 56];
/** By epoch, at `depths`. */
const trainErrors: Readonly<Record<Kind, Readonly<Record<number, readonly number[]>>>> = {
  plain: {
    1: [61.6, 70.5, 76.6, 89.3],
    5: [28.3, 43.2, 63.2, 71.4],
    10: [22.1, 39.0, 48.9, 65.1],
    20: [18.3, 23.9, 31.0, 49.9],
  },
  residual: {
    1: [63.9, 57.6, 64.4, 71.4],
    5: [27.6, 25.7, 31.9, 37.8],
    10: [23.0, 19.6, 20.6, 22.4],
    20: [13.8, 12.6, 13.2, 14.5],
  },
};

/** Settings in which a run may differ: how long it goes on, and on how many images it is evaluated. */
const indifferent: ReadonlySet<string> = new Set(['steps', 'trainEvalSize', 'testSize']);

/** github.com/a-martyn/resnet, which trains plain networks, too. Its schedule keeps the first rate beyond epoch 20. */
export const publicReproduction: Reproduction = {
  source: msg`a-martyn/resnet on GitHub, one seed`,
  caveat: msg`Its training errors are on augmented images, which err more often than the images as they are.`,
  epochsBeside(config) {
    const isSame = settingsFor([config]).every(
      setting => !setting.decisive || indifferent.has(setting.id) || isAsInThePaper(setting, config),
    );
    if (!isSame) return [];
    const { epochs, milestones } = config.recipe;
    const firstFall = epochs * Math.min(1, ...milestones.map(({ at }) => at));
    return Object.keys(trainErrors.plain)
      .map(Number)
      .filter(epoch => epoch <= firstFall);
  },
  trainErrorPct: (kind, depth, epoch) => trainErrors[kind][epoch]?.[depths.indexOf(depth)],
};
