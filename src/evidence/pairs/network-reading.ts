import { counted } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import { isFinished } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import type { Observation } from '../statistics.ts';
import { hasDiverged } from './final-errors.ts';
import { failures, pairObstacles, type SeedPair } from './pairing.ts';

/** Numbers that finished runs gave, and why nothing can be decided by them. */
export interface NumberReading {
  readonly values: readonly Observation[];
  readonly obstacles: readonly Text[];
}

/** Of the rule of claims about numbers that nothing can stand for. */
export const noStandIn: Text = msg`Nothing can stand for the number of a run that diverged, or did not measure it: then there is no verdict.`;

/** A number of each finished run of a network; `null` where it was not measured. */
export function readNumbers(
  runs: readonly RunResult[],
  observe: (run: RunResult) => Observation | null,
): NumberReading {
  const found = runs.filter(isFinished).map(observe);
  const values = found.filter(value => value !== null);
  return { values, obstacles: [...withoutNumber(runs, found.length - values.length), ...failures(runs)] };
}

/** A number of each pair of finished runs; `null` where it was not measured. */
export function readPairs(
  owed: readonly SeedPair[],
  observe: (pair: SeedPair) => Observation | null,
): NumberReading {
  const obstacles = pairObstacles(owed);
  const finished = owed.filter(({ first, second }) => isFinished(first) && isFinished(second));
  const found = finished.filter(pair => pairObstacles([pair]).length === 0).map(observe);
  const values = found.filter(value => value !== null);
  const runs = owed.flatMap(({ first, second }) => [first, second]);
  return { values, obstacles: [...withoutNumber(runs, found.length - values.length), ...obstacles] };
}

function withoutNumber(runs: readonly RunResult[], unmeasured: number): Text[] {
  const diverged = runs.filter(hasDiverged).length;
  return [
    ...(diverged > 0 ? [msg`${counted(diverged, 'compared run')} diverged: no verdict.`] : []),
    ...(unmeasured > 0
      ? [msg`${counted(unmeasured, 'seed')} finished without this number: no verdict.`]
      : []),
  ];
}
