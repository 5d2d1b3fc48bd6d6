import { type Fault, nameOf } from './fault.ts';
import { Round } from './round.ts';

export interface Played {
  /** What happened, in words. */
  readonly notes: readonly string[];
  /** Null where all was as undisturbed. */
  readonly error: string | null;
}

const underWay = new Set<Round>();

/** Clears away what rounds have made that are not at their end. */
export async function endAll(): Promise<void> {
  await Promise.all([...underWay].map(round => round.end()));
}

/** One round of a fault. */
export async function play(fault: Fault, seed: number): Promise<Played> {
  const round = await Round.open(seed, nameOf(fault));
  underWay.add(round);
  const error = await fault.play(round).then(() => null, textOf);
  underWay.delete(round);
  const left = await round.end().then(() => null, textOf);
  return { notes: round.notes, error: error ?? left };
}

function textOf(error: Error): string {
  return error.stack ?? String(error);
}

/** Does the same with all of some things, a few at a time. */
export async function each<T>(
  all: readonly T[],
  atATime: number,
  action: (one: T) => Promise<void>,
): Promise<void> {
  const left = [...all];
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await action(next);
  };
  await Promise.all(Array.from({ length: atATime }, work));
}
