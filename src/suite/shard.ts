import { UsageError } from '../usage-error.ts';
import { type PlannedRun, relativeCost } from './plan.ts';

/** One of several machines that share the runs of a plan without talking to each other. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** The runs of one experiment. */
export interface ExperimentRuns {
  readonly experiment: string;
  readonly planned: readonly PlannedRun[];
}

const FORMS = 'expected one of N as 1/N to N/N, such as 3/16';

/** @throws UsageError unless it is like `3/16` */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new UsageError(`--shard: ${FORMS}; got ${text}`);
  }
  return { index, count };
}

/** What `--shard`, or `--shard-index` and `--shard-count`, say together; the latter count from 0. @throws UsageError */
export function shardOf(options: {
  readonly shard?: Shard | undefined;
  readonly shardIndex?: number | undefined;
  readonly shardCount?: number | undefined;
}): Shard | undefined {
  const { shard, shardIndex: index, shardCount: count } = options;
  if (index === undefined && count === undefined) return shard;
  if (shard)
    throw new UsageError('--shard says what --shard-index and --shard-count do: give one or the other');
  if (index === undefined || count === undefined) {
    const [given, missing] = index === undefined ? ['count', 'index'] : ['index', 'count'];
    throw new UsageError(`--shard-${given} needs --shard-${missing}: --shard-index 0 --shard-count 16`);
  }
  if (index >= count) {
    throw new UsageError(
      `--shard-index counts from 0: with --shard-count ${count} it may be 0 to ${count - 1}; got ${index}`,
    );
  }
  return { index: index + 1, count };
}

/** How a run is called where several experiments are dealt. */
export const nameInShare = (experiment: string, id: string): string => `${experiment}/${id}`;

/** The runs of one shard, by `nameInShare`. */
export function shareOf(
  { index, count }: Shard,
  experiments: readonly ExperimentRuns[],
): ReadonlySet<string> {
  return new Set(deal(count, experiments)[index - 1]);
}

/**
 * The runs of all shards, by `nameInShare`. Each run, longest first, goes to the shard that has the least to do by then: how
 * much that is follows from configurations alone, never from time, so that all machines deal alike.
 */
export function deal(count: number, experiments: readonly ExperimentRuns[]): readonly string[][] {
  const runs = experiments.flatMap(({ experiment, planned }) =>
    planned.map(({ id, config }) => ({ name: nameInShare(experiment, id), cost: relativeCost(config) })),
  );
  runs.sort((a, b) => b.cost - a.cost || (a.name < b.name ? -1 : 1));
  const shards = Array.from({ length: count }, () => ({ load: 0, names: [] as string[] }));
  for (const { name, cost } of runs) {
    const least = shards.reduce((a, b) => (b.load < a.load ? b : a));
    least.load += cost;
    least.names.push(name);
  }
  return shards.map(({ names }) => names);
}
