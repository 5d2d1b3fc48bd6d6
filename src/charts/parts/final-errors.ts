import { significant } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import type { PaperComparison } from '../../paper/published.ts';
import { armOf, finalRow, groupBy, networksOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import { measures } from './curves.ts';
import { drawnInterval } from './drawn-interval.ts';
import type { Row } from './table.ts';

/** Names of the panels, in the order of the measures. */
export const panelTitles = [msg`Training error`, msg`Test error`] as const;

/** Rows of finished runs: `mean` over the seeds of a network with its interval, and `seed` for each run. */
export function finalRows(finished: readonly RunResult[]): Row[] {
  return networksOf(finished).flatMap(group =>
    measures.flatMap(({ of }, i) => {
      const errors = group.map(run => of(finalRow(run)!));
      const { mean, low, high } = drawnInterval(errors, [0, 100]);
      const { config } = group[0]!.record;
      const row = { panel: panelTitles[i]!, arm: armOf(group[0]!), depth: config.depth };
      return [
        {
          ...row,
          level: 'mean',
          seed: null,
          error: mean,
          low,
          high,
          n: errors.length,
        },
        ...group.map((run, seed) => ({
          ...row,
          level: 'seed',
          seed: run.record.config.seed,
          error: significant(errors[seed]!),
          low: null,
          high: null,
          n: 1,
        })),
      ];
    }),
  );
}

/** Published test errors of the networks that ran at the paper’s size. */
export function publishedRows(finished: readonly RunResult[], comparison: PaperComparison): Row[] {
  const networks = groupBy(
    finished.filter(run => comparison.comparable(run.record.config)),
    ({ record: { config } }) => JSON.stringify([config.kind, config.depth]),
  );
  return [...networks.values()].flatMap(([run]) => {
    const { kind, depth } = run!.record.config;
    const error = comparison.published(kind, depth)?.testErrorPct;
    if (error === undefined || error === null) return [];
    return [
      {
        panel: panelTitles[1],
        arm: kind,
        depth,
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
