import { significant } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { armOf, groupBy, networksOf } from '../../results/networks.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import { drawnInterval } from './drawn-interval.ts';
import { TEST, TRAINING } from './encodings.ts';
import { armInWords } from './names.ts';
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
 *
 * @param limit points of a line of a single seed; default: what there is room for if these are all runs of the chart
 */
export function curveRows(
  runs: readonly RunResult[],
  curves = errors,
  limit = pointsOfSeed(runs, curves),
): Row[] {
  return networksOf(runs).flatMap(group => [
    ...meanRows(group, curves),
    ...seedRows(seedsOf(group), curves, limit),
  ]);
}

/** Points that the lines of single seeds may have together: more make a page slow, and no line clearer. */
const SEED_POINTS = 4000;

/** Points that a line of a single seed may have; where it has more, of each stretch its extremes are drawn. */
export function pointsOfSeed(runs: readonly RunResult[], { of }: Pick<Curves, 'of'> = errors): number {
  const lines = networksOf(runs).flatMap(seedsOf).length * of.length;
  return Math.max(10, Math.floor(SEED_POINTS / Math.max(1, lines)));
}

/** Rule by which lines of single seeds were thinned, if they were. */
export function thinningNote(runs: readonly RunResult[], curves: Pick<Curves, 'of'> = errors): Text[] {
  const limit = pointsOfSeed(runs, curves);
  const longest = networksOf(runs)
    .flatMap(seedsOf)
    .reduce((most, { epochs }) => Math.max(most, epochs.length), 0);
  return longest > limit
    ? [
        msg`Lines of single seeds are drawn with ${limit} of up to ${longest} points: of each stretch of epochs the lowest and the highest, and both ends; all are in the CSV files.`,
      ]
    : [];
}

/** At most `limit` of the items, in order: the lowest and the highest of each stretch, and both ends. */
export function keepExtremes<T>(items: readonly T[], sizeOf: (item: T) => number, limit: number): T[] {
  if (items.length <= limit) return [...items];
  const stretches = Math.max(1, Math.floor((limit - 2) / 2));
  const kept = new Set([0, items.length - 1]);
  for (let i = 0; i < stretches; i++) {
    const from = Math.round((i * items.length) / stretches);
    const to = Math.round(((i + 1) * items.length) / stretches);
    let [least, most] = [from, from];
    for (let j = from + 1; j < to; j++) {
      if (sizeOf(items[j]!) < sizeOf(items[least]!)) least = j;
      if (sizeOf(items[j]!) > sizeOf(items[most]!)) most = j;
    }
    kept.add(least).add(most);
  }
  return [...kept].sort((a, b) => a - b).map(i => items[i]!);
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
      return {
        ...identity(runs[0]!, 'mean', null, epoch, name),
        [quantity]: mean,
        low,
        high,
        n: rows.length,
      };
    }),
  );
}

/** Seeds from which on a band says more than single lines do; of fewer it would be as wide as the panel. */
export const BAND_SEEDS = 5;

/** Runs with a line of their own: where there are few, and none for a lone finished run, which is its own mean. */
function seedsOf(group: readonly RunResult[]): RunResult[] {
  return group.filter(run => brokeOff(run) || (group.length > 1 && group.length < BAND_SEEDS));
}

function seedRows(runs: readonly RunResult[], { quantity, of: drawn }: Curves, limit: number): Row[] {
  return runs.flatMap(run => {
    const { seed } = run.record.config;
    return drawn.flatMap(({ name, of }) => {
      const rows = keepExtremes(run.epochs, of, limit).map(row => ({
        ...identity(run, 'seed', seed, row.epoch, name),
        [quantity]: significant(of(row), 4),
        low: null,
        high: null,
        n: 1,
      }));
      return brokeOff(run) ? [...rows, ...rows.slice(-1).map(row => ({ ...row, level: 'stop' }))] : rows;
    });
  });
}

function identity(run: RunResult, level: string, seed: number | null, epoch: number, measure: Text) {
  const arm = armOf(run);
  return { arm, name: armInWords(arm), depth: run.record.config.depth, level, seed, epoch, measure };
}
