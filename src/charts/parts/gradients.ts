import { msg, type Text } from '../../language/phrase.ts';
import { armOf, groupBy, networksOf } from '../../results/networks.ts';
import type { GradientRow, RunResult } from '../../results/schema.ts';

/** Gradient norms of one layer of one arm at one epoch, or at each run's own: the geometric mean over seeds. */
export interface LayerNorm {
  readonly arm: string;
  readonly depth: number;
  /** The latest of those averaged. */
  readonly epoch: number;
  readonly step: number;
  readonly layer: number;
  /** 0 at the input, 1 at the classifier: lets networks of different depth share an axis. */
  readonly position: number;
  readonly name: string;
  /** log10 of the norm. */
  readonly log10: number;
}

export interface LayerNorms {
  readonly norms: readonly LayerNorm[];
  /** Norms of exactly 0, which have no logarithm and are left out. */
  readonly zeros: number;
}

/**
 * Averages norms over seeds, on the logarithmic scale on which they are drawn.
 *
 * @param epochs of each run, those that are wanted
 * @param together `epoch`: seeds at the same epoch; `layer`: whatever the epoch, as where each run has a last one of its own
 */
export function layerNorms(
  runs: readonly RunResult[],
  epochs: (run: RunResult) => ReadonlySet<number>,
  together: 'epoch' | 'layer' = 'epoch',
): LayerNorms {
  let zeros = 0;
  const norms = networksOf(runs).flatMap(group => {
    const config = group[0]!.record.config;
    const rows = group.flatMap(run => {
      const kept = epochs(run);
      return latestOfEpoch(run.gradients.filter(row => kept.has(row.epoch)));
    });
    const positive = rows.filter(row => row.grad_norm > 0);
    zeros += rows.length - positive.length;
    const last = Math.max(1, ...rows.map(row => row.layer_index));
    const key = ({ epoch, layer_index }: GradientRow) =>
      together === 'epoch' ? epoch * 1e4 + layer_index : layer_index;
    return [...groupBy(positive, key).values()].map(same => ({
      arm: armOf(group[0]!),
      depth: config.depth,
      epoch: Math.max(...same.map(row => row.epoch)),
      step: Math.max(...same.map(row => row.step)),
      layer: same[0]!.layer_index,
      position: same[0]!.layer_index / last,
      name: same[0]!.layer_name,
      log10: same.reduce((sum, row) => sum + Math.log10(row.grad_norm), 0) / same.length,
    }));
  });
  return { norms, zeros };
}

/** Epochs at which gradients were measured, sorted. */
export function measuredEpochs(runs: readonly RunResult[]): number[] {
  const epochs = new Set<number>();
  for (const run of runs) for (const row of run.gradients) epochs.add(row.epoch);
  return [...epochs].sort((a, b) => a - b);
}

/** At most `limit` of the epochs, evenly spread by rank; the first and the last always stay. */
export function thinned(epochs: readonly number[], limit: number): number[] {
  if (epochs.length <= limit) return [...epochs];
  const step = (epochs.length - 1) / (Math.max(2, limit) - 1);
  const ranks = Array.from({ length: Math.max(2, limit) }, (_, i) => Math.round(i * step));
  return [...new Set(ranks)].map(rank => epochs[rank]!);
}

export function zeroNote(zeros: number): Text[] {
  return zeros > 0
    ? [msg`${zeros} norms of exactly 0 have no place on a logarithmic scale and were dropped.`]
    : [];
}

// An epoch may be probed at several steps; its last probe stands for it.
function latestOfEpoch(rows: readonly GradientRow[]): GradientRow[] {
  const latest = new Map<number, GradientRow>();
  for (const row of rows) {
    const key = row.epoch * 1e4 + row.layer_index;
    const known = latest.get(key);
    if (!known || row.step >= known.step) latest.set(key, row);
  }
  return [...latest.values()];
}
