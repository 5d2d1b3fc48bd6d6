import { z } from 'zod';
import type { Batch, Splits } from '../data/index.ts';
import type { PassHooks } from '../model/layers.ts';
import type { Network } from '../model/network.ts';
import { identityColumns } from '../run/identity.ts';

/** What a probe may look at. It changes nothing of it. */
export interface ProbeSubject {
  readonly network: Network;
  /** Always the same images, not augmented. */
  readonly batch: Batch;
  readonly splits: Splits;
  /** Hooks of regularizers for a pass in evaluation mode, which without them would be that of another network. */
  readonly evaluation: PassHooks;
  /** The run's, for what is left to chance. */
  readonly seed: number;
  /** The run's `probes.landscapeSide`. */
  readonly landscapeSide?: number | undefined;
}

/** What says, besides the run, when a row was measured. By contract `responses.csv`, at ends of epochs, has no step. */
const positionColumns = {
  /** Before training, and at the end of each epoch. */
  epochs: { epoch: z.number() },
  /** The same, and after the steps that a run's `probes.steps` name. */
  'epochs and steps': { epoch: z.number(), step: z.number() },
  /** Before training alone: of networks as they begin. */
  start: { epoch: z.number(), step: z.number() },
  /** After the last epoch, for what takes too long to be measured more often. */
  end: { epoch: z.number(), step: z.number() },
} as const;

export type ProbeTime = keyof typeof positionColumns;

/**
 * What a file in this folder says of its probe. Whoever reads tables loads it without TensorFlow.js, so that what
 * computes is imported when it measures, from `measure/`.
 */
export interface ProbeDefinition<Name extends string, Time extends ProbeTime, Shape extends z.ZodRawShape> {
  /** Lower case, digits and hyphens; its table is `<name>.csv`. */
  readonly name: Name;
  /** One line: what it measures, and whose idea it is. */
  readonly summary: string;
  /** Absent: in runs whose `probes.measure` names it. */
  readonly always?: true;
  readonly when: Time;
  /** Of its table, behind those that say which run it was, and when. The first counts what a moment has rows of. */
  readonly columns: Shape;
  /** Columns beside the first that say what a row is of, and measure nothing; those of words do so anyway. */
  readonly keys?: readonly string[];
  /** Rows, each with the columns above. A number that is none ends the run as diverged; null is an empty cell. */
  measure(subject: ProbeSubject): Promise<readonly z.output<z.ZodObject<Shape>>[]>;
}

type TableOf<Time extends ProbeTime, Shape extends z.ZodRawShape> = z.ZodObject<
  typeof identityColumns & (typeof positionColumns)[Time] & Shape,
  z.core.$strict
>;

/** Something that is measured of networks in training. */
export interface Probe<
  Name extends string = string,
  Time extends ProbeTime = ProbeTime,
  Shape extends z.ZodRawShape = z.ZodRawShape,
> extends ProbeDefinition<Name, Time, Shape> {
  /** All columns of its table, in order. */
  readonly table: TableOf<Time, Shape>;
}

export function defineProbe<
  const Name extends string,
  const Time extends ProbeTime,
  Shape extends z.ZodRawShape,
>(definition: ProbeDefinition<Name, Time, Shape>): Probe<Name, Time, Shape> {
  const shape = { ...identityColumns, ...positionColumns[definition.when], ...definition.columns };
  return { ...definition, table: z.strictObject(shape) as unknown as TableOf<Time, Shape> };
}
