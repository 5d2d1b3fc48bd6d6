import type { NetworkConfig } from '../run/config.ts';
import { groupBy } from './networks.ts';
import type { BlockRow, LinearClassifierRow, RunResult } from './schema.ts';

/** A row about a block, of whichever table. */
export type AboutBlock = BlockRow | LinearClassifierRow;

/** What of a block can be drawn or claimed: the columns of `blocks.csv` and `linear-classifiers.csv` that hold numbers. */
export type BlockMeasure = Exclude<
  keyof (BlockRow & LinearClassifierRow),
  'run_id' | 'kind' | 'depth' | 'seed' | 'epoch' | 'step' | 'block_index' | 'block_name'
>;

/** When a run's blocks were looked into. */
export type Moment = 'before training' | 'after one step' | 'last epoch';

/** The rows of the table that has a measure. */
export function rowsWith(measure: BlockMeasure, run: RunResult): readonly AboutBlock[] {
  return measure === 'linear_error_pct' ? run['linear-classifiers'] : run.blocks;
}

/** Rows of one look into the blocks; none where the run was not looked into then. */
export function atMoment<Row extends AboutBlock>(rows: readonly Row[], moment: Moment): Row[] {
  if (moment === 'before training') return rows.filter(({ step }) => step === 0);
  if (moment === 'after one step') return rows.filter(({ step }) => step === 1);
  const last = rows.reduce((latest, { step }) => Math.max(latest, step), 1);
  return rows.filter(({ step }) => step === last);
}

/** Whether what a block puts out has the shape of what it is given, so that h can be the identity. Not so the stem's. */
export function keepsShape(
  { block_name: name }: Pick<BlockRow, 'block_name'>,
  { block, family }: NetworkConfig,
): boolean {
  if (name === 'stem') return false;
  const [, stage, position] = /^stage(\d+)\/block(\d+)$/.exec(name)!;
  // The first stage begins with as many channels as the stem has; bottlenecks put out four times as many.
  const changing = position === '1' && (stage !== '1' || block !== undefined || family === 'imagenet');
  return !changing;
}

/** Neighbouring blocks that put out one shape, from the input on; the rows of one look. */
export function stretchesOf(rows: readonly BlockRow[], network: NetworkConfig): BlockRow[][] {
  const stretches: BlockRow[][] = [];
  for (const row of [...rows].sort((a, b) => a.block_index - b.block_index)) {
    if (stretches.length > 0 && keepsShape(row, network)) stretches.at(-1)!.push(row);
    else stretches.push([row]);
  }
  return stretches;
}

/** The numbers of one column; rows without one are left out. */
export function numbersOf(rows: readonly AboutBlock[], measure: BlockMeasure): number[] {
  return rows.flatMap(row => (row as Partial<BlockRow & LinearClassifierRow>)[measure] ?? []);
}

/** The rows of each look into the blocks, in order. */
export function looksOf({ blocks }: Pick<RunResult, 'blocks'>): BlockRow[][] {
  return [...groupBy(blocks, ({ step }) => step).values()];
}
