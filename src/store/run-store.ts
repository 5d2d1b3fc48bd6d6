import type { Predictions } from '../results/predictions.ts';
import type { RunOutcome, RunRecord, TableRows } from '../results/schema.ts';
import type { Snapshot } from '../train/snapshot.ts';

/** Which run, among all that a store has. */
export interface RunName {
  readonly experiment: string;
  readonly id: string;
}

/** Where runs are kept while they are trained, and who trains which: the only thing that a worker talks to. */
export interface RunStore {
  /**
   * Takes a run, so that nobody else writes it until it is given up. What another arithmetic has measured of it is put
   * aside: to go on with that would make one table of two kinds of numbers.
   *
   * @param arithmetic of who wants to train it
   * @throws LeaseLostError where the store cannot be reached
   */
  claim(run: RunName, arithmetic: string): Promise<Claim>;
  /** Lets go of what the store has open; of no run. */
  close(): Promise<void>;
}

export type Claim =
  | { readonly type: 'taken'; readonly run: HeldRun }
  /** Somebody else has it. */
  | { readonly type: 'held' }
  /** Nothing is left to train. */
  | { readonly type: 'ended'; readonly status: RunOutcome };

/**
 * A run that this process may write. Every change is refused, and nothing changed, once another has taken it over:
 * LeaseLostError.
 */
export interface HeldRun {
  /** What was done when it was taken that somebody should know, in words. */
  readonly note: string | null;
  /**
   * When it was begun first, in ISO 8601; null for a run that nobody has begun. That stays when it begins again.
   */
  readonly started: string | null;
  /** Where to go on, with the tables cut back to that moment; or empty tables, no predictions, and nothing to go on from. */
  load(): Promise<Loaded>;
  /** Adds what was measured, and waits until it is safe. */
  keep(kept: Kept): Promise<void>;
  /** Writes how the run ended; `wall_seconds` is summed up from its table of times. */
  finish(record: RunRecord): Promise<void>;
  /** Gives the run up, ended or not. */
  release(): Promise<void>;
}

export interface Loaded {
  /** Null where the run begins (again). */
  readonly snapshot: Snapshot | null;
  /** Why it begins again where it had come further, in words. */
  readonly note: string | null;
}

/** All at once, or in this order: a snapshot knows how long the tables are. */
export interface Kept {
  readonly record?: RunRecord;
  readonly rows?: readonly TableRows[];
  /** In the place of those of an earlier epoch. */
  readonly predictions?: Predictions;
  readonly snapshot?: Snapshot;
}
