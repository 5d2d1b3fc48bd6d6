import { isFinished } from '../../results/networks.ts';
import type { PredictedSplit, Predictions } from '../../results/predictions.ts';
import type { RunResult } from '../../results/schema.ts';
import { comparedTwins } from '../pairs/twins.ts';

/** A run whose predictions were kept. */
export type PredictedRun = RunResult & { readonly predictions: Predictions };

/** The deepest plain network and its residual twin, of one seed. */
export interface ClosestPair {
  readonly plain: PredictedRun;
  readonly residual: PredictedRun;
  /** All finished runs of the two networks whose predictions were kept, of every seed. */
  readonly all: readonly PredictedRun[];
}

/**
 * The pair that a page looks at more closely: of twins that have finished the deepest, of these the one of the lowest seed.
 * Without any it is null; `not kept` where there are such twins, of before predictions were kept.
 */
export function closestPair(runs: readonly RunResult[]): ClosestPair | 'not kept' | null {
  const { runs: twins, mixed } = comparedTwins(runs);
  if (mixed) return null;
  const finished = twins.filter(isFinished);
  const pairs = finished.flatMap(plain => {
    const { kind, depth, seed } = plain.record.config;
    if (kind !== 'plain') return [];
    const residual = finished.find(
      ({ record: { config } }) =>
        config.kind === 'residual' && config.depth === depth && config.seed === seed,
    );
    return residual ? [{ plain, residual, depth, seed }] : [];
  });
  if (pairs.length === 0) return null;
  const kept = pairs
    .filter(({ plain, residual }) => hasPredictions(plain) && hasPredictions(residual))
    .sort((a, b) => b.depth - a.depth || a.seed - b.seed);
  if (kept.length === 0) return 'not kept';
  const { plain, residual, depth } = kept[0]!;
  const all = finished.filter(hasPredictions).filter(({ record }) => record.config.depth === depth);
  return { plain: plain as PredictedRun, residual: residual as PredictedRun, all };
}

function hasPredictions(run: RunResult): run is PredictedRun {
  return run.predictions !== undefined;
}

/** An example that one network gets right and the other does not. */
export interface Disagreement {
  readonly index: number;
  readonly label: number;
  /** What it was taken for. */
  readonly wrong: number;
}

/** Examples of both splits that the first network gets wrong and the second one right, by growing index. */
export function wrongInFirstAlone(first: PredictedSplit, second: PredictedSplit): Disagreement[] {
  const right = new Set(second.index.filter((_, i) => second.predicted[i] === second.label[i]));
  return [...first.index].flatMap((index, i) => {
    const [label, wrong] = [first.label[i]!, first.predicted[i]!];
    return wrong !== label && right.has(index) ? [{ index, label, wrong }] : [];
  });
}

/** Examples that a network gets wrong. */
export function mistakesIn({ label, predicted }: PredictedSplit): number {
  return label.filter((own, i) => predicted[i] !== own).length;
}
