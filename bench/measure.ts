import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { randomStream } from '../src/random.ts';
import type { Contestant, Unavailable } from './contestants.ts';
import { Entrant, type Measured, PAUSE_MILLISECONDS } from './entrant.ts';
import type { FmaLimit } from './fma-limit.ts';
import { type BenchNetwork, networkName, RECIPE } from './networks.ts';
import { writeProblem } from './problem.ts';

export interface NetworkResult {
  readonly network: BenchNetwork;
  /** In the order of the contestants. */
  readonly rows: readonly (Measured | Unavailable)[];
  /** GFLOP/s by number of threads, one value a round; empty where it cannot be measured. */
  readonly limits: ReadonlyMap<number, readonly number[]>;
}

export interface MeasureOptions {
  readonly rounds: number;
  readonly limit: FmaLimit | null;
  /** Told what is going on. */
  readonly say: (line: string) => void;
}

/**
 * Lets all contestants train one network in turns, in another order every round. All are warm before the first
 * round, and at any time only one computes. Whoever cannot go on is left out, with the reason in its row.
 */
export async function measureNetwork(
  network: BenchNetwork,
  contestants: readonly (Contestant | Unavailable)[],
  options: MeasureOptions,
): Promise<NetworkResult> {
  const say = (what: string) => options.say(`${networkName(network)}: ${what}`);
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const race = new Race();
  try {
    const problem = join(folder, 'problem');
    const parameters = await writeProblem(problem, network);
    for (const contestant of contestants) {
      const { name } = contestant;
      if ('reason' in contestant) {
        race.outcomes.set(name, contestant);
        continue;
      }
      say(`${name} starts`);
      const entrant = new Entrant(contestant);
      race.entrants.set(name, entrant);
      const request = { build: network, batch: network.batch, recipe: RECIPE, problem };
      await race.attempt(name, () => entrant.warmUp(request, parameters));
    }
    const warm = [...race.entrants.values()];
    await race.each(async entrant => entrant.requireEqualLosses(warm));
    const limits = await runRounds(race, { ...options, say });
    say('kernels');
    await race.each(async (entrant, name) => void race.outcomes.set(name, await entrant.result()));
    return { network, rows: contestants.map(({ name }) => race.outcomes.get(name)!), limits };
  } finally {
    await Promise.all([...race.entrants.values()].map(entrant => entrant.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** The contestants that are still in, by name, and what became of the others. */
class Race {
  readonly entrants = new Map<string, Entrant>();
  readonly outcomes = new Map<string, Measured | Unavailable>();

  /** Does one contestant's part; an error ends its race, not the others'. */
  async attempt(name: string, part: (entrant: Entrant) => Promise<void>): Promise<void> {
    const entrant = this.entrants.get(name)!;
    try {
      await part(entrant);
    } catch (error) {
      this.entrants.delete(name);
      this.outcomes.set(name, { name, reason: (error as Error).message });
      await entrant.stop();
    }
  }

  async each(part: (entrant: Entrant, name: string) => Promise<void>, order = [...this.entrants.keys()]) {
    for (const name of order) await this.attempt(name, entrant => part(entrant, name));
  }
}

async function runRounds(race: Race, { rounds, limit, say }: MeasureOptions): Promise<Map<number, number[]>> {
  const limits = new Map<number, number[]>();
  for (let round = 1; round <= rounds && race.entrants.size > 0; round++) {
    say(`round ${round} of ${rounds}`);
    const threadCounts = new Set([...race.entrants.values()].map(({ threads }) => threads));
    for (const threads of limit ? threadCounts : []) {
      await setTimeout(PAUSE_MILLISECONDS);
      limits.set(threads, [...(limits.get(threads) ?? []), await limit!.measure(threads)]);
    }
    const names = [...race.entrants.keys()];
    const order = randomStream(round, 'bench').shuffle(names.map((_, i) => i));
    await race.each(
      entrant => entrant.takeTurn(),
      order.map(i => names[i]!),
    );
  }
  return limits;
}
