import type { Text } from '../../language/phrase.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import { armOf, groupBy, networksOf } from '../arms.ts';
import { significant } from '../numbers.ts';
import { drawnInterval } from './drawn-interval.ts';
import { TEST, TRAINING } from './encodings.ts';
import type { Row } from './table.ts';

/** What is drawn of an epoch, by the name that the legend gives it. */
export interface Measure {
  readonly name: Text;
  of(row: EpochRow): number;
}

/** Errors in percent. */
export const measures: readonly Measure[] = [
  { name: TRAINING, of: row => row.train_error_pct },
  { name: TEST, of: row => row.test_error_pct },
];

/** What is drawn over epochs. */
export interface Curves {
  /** The column that a chart's rows have it in. */
  readonly quantity: 'error' | 'loss';
  readonly of: readonly Measure[];
  /** Intervals end there. */
  readonly highest: number;
}

/** In percent. */
export const errors: Curves = { quantity: 'error', of: measures, highest: 100 };

/** Mean cross-entropy, in nats. */
export const losses: Curves = {
  quantity: 'loss',
  of: [
    { name: TRAINING, of: row => row.train_loss },
    { name: TEST, of: row => row.test_loss },
  ],
  highest: Number.POSITIVE_INFINITY,
};

/**
 * Rows of curves over epochs. `level` says which layer a row belongs to: `mean` over seeds with its interval,
 * `seed` for a single run, `stop` for the last epoch of a run that broke off.
 */
export function curveRows(runs: readonly RunResult[], curves = errors): Row[] {
  return networksOf(runs).flatMap(group => [...meanRows(group, curves), ...seedRows(group, curves)]);
}

/** Runs that broke off have no part in the mean: it would jump where they end. */
export function brokeOff(run: RunResult): boolean {
  return run.record.status === 'diverged' || run.record.status === 'failed';
}

function meanRows(group: readonly RunResult[], { quantity, of: drawn, highest }: Curves): Row[] {
  const runs = group.filter(run => !brokeOff(run) && run.epochs.length > 0);
  const epochs = groupBy(
    runs.flatMap(run => run.epochs),
    row => row.epoch,
  );
  const complete = [...epochs].filter(([, rows]) => rows.length === runs.length).sort(([a], [b]) => a - b);
  return complete.flatMap(([epoch, rows]) =>
    drawn.map(({ name, of }) => {
      const { mean, low, high } = drawnInterval(rows.map(of), [0, highest], 4);
      return { ...identity(runs[0]!, 'mean', null, epoch, name), [quantity]: mean, low, high };
    }),
  );
}

/** A lone finished run is its own mean and needs no second line. */
function seedRows(group: readonly RunResult[], { quantity, of: drawn }: Curves): Row[] {
  const shown = group.filter(run => brokeOff(run) || group.length > 1);
  return shown.flatMap(run => {
    const { seed } = run.record.config;
    const rows = run.epochs.flatMap(row =>
      drawn.map(({ name, of }) => ({
        ...identity(run, 'seed', seed, row.epoch, name),
        [quantity]: significant(of(row), 4),
        low: null,
        high: null,
      })),
    );
    return brokeOff(run) ? [...rows, ...rows.slice(-2).map(row => ({ ...row, level: 'stop' }))] : rows;
  });
}

function identity(
  { record: { config } }: RunResult,
  level: string,
  seed: number | null,
  epoch: number,
  measure: Text,
) {
  return { arm: armOf(config), depth: config.depth, level, seed, epoch, measure };
}
