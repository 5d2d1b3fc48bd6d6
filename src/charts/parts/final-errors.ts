import { significant } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import type { PublishedErrors } from '../../paper/published.ts';
import { armOf, finalRow, groupBy, networksOf } from '../../results/networks.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import { ALWAYS } from './choices.ts';
import { measures } from './curves.ts';
import { drawnInterval } from './drawn-interval.ts';
import { thinned } from './gradients.ts';
import { armInWords, kindInWords } from './names.ts';
import type { Row } from './table.ts';

/** Names of the panels, in the order of the measures. */
export const panelTitles = [msg`Training error`, msg`Test error`] as const;

/** Rows of finished runs: `mean` over the seeds of a network with its interval, and `seed` for each run; `at` the end. */
export function finalRows(finished: readonly RunResult[]): Row[] {
  return networksOf(finished).flatMap(group => momentRows(group, null, run => finalRow(run)));
}

/** The same of errors in mid-training, of every epoch that is asked for; who ended earlier keeps the last value. */
export function rowsThroughTraining(finished: readonly RunResult[], epochs: readonly number[]): Row[] {
  return networksOf(finished).flatMap(group =>
    epochs.flatMap(epoch => momentRows(group, epoch, run => run.epochs.findLast(row => row.epoch <= epoch))),
  );
}

/** At most so many epochs of these runs, evenly spread from the first to the last but one. */
export function epochsThrough(runs: readonly RunResult[], most: number): number[] {
  const epochs = [...new Set(runs.flatMap(run => run.epochs.map(({ epoch }) => epoch)))].sort(
    (a, b) => a - b,
  );
  return thinned(epochs.slice(0, -1), most);
}

function momentRows(
  group: readonly RunResult[],
  at: number | null,
  rowOf: (run: RunResult) => EpochRow | undefined,
): Row[] {
  const found = group.flatMap(run => {
    const row = rowOf(run);
    return row ? [{ seed: run.record.config.seed, row }] : [];
  });
  if (found.length === 0) return [];
  return measures.flatMap(({ of }, i) => {
    const errors = found.map(({ row }) => of(row));
    const { mean, low, high } = drawnInterval(errors, [0, 100], 4);
    const { config } = group[0]!.record;
    const arm = armOf(group[0]!);
    const row = { panel: panelTitles[i]!, arm, depth: config.depth, name: armInWords(arm), at };
    return [
      { ...row, level: 'mean', seed: null, error: mean, low, high, n: errors.length },
      ...found.map(({ seed }, k) => ({
        ...row,
        level: 'seed',
        seed,
        error: significant(errors[k]!, 4),
        low: null,
        high: null,
        n: 1,
      })),
    ];
  });
}

/** Published test errors of the networks that ran at the paper’s size. */
export function publishedRows(finished: readonly RunResult[], published: PublishedErrors): Row[] {
  const networks = groupBy(
    finished.filter(run => published.comparable(run.record.config)),
    ({ record: { config } }) => JSON.stringify([config.kind, config.depth]),
  );
  return [...networks.values()].flatMap(([run]) => {
    const { kind, depth } = run!.record.config;
    const error = published.errorOf(kind, depth)?.testErrorPct;
    if (error === undefined || error === null) return [];
    return [
      {
        panel: panelTitles[1],
        name: kindInWords(kind),
        arm: kind,
        depth,
        at: ALWAYS,
        level: 'paper',
        seed: null,
        error,
        low: null,
        high: null,
        n: 0,
      },
    ];
  });
}
