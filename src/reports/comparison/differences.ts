import { PAGE_LEVEL } from '../../evidence/claims/claim.ts';
import { type Pair, pairsOf } from '../../evidence/pairs/pairs.ts';
import { bonferroni, type Estimate, hedgesG, mean, tInterval } from '../../evidence/statistics.ts';
import { signed } from '../../language/numbers.ts';
import { joined, listed, msg, type Text } from '../../language/phrase.ts';
import type { EpochRow } from '../../results/schema.ts';
import type { Match } from './matching.ts';

/** Final errors in percent, by name. */
export const comparedErrors = [
  { name: msg`training error`, of: (row: EpochRow) => row.train_error_pct },
  { name: msg`test error`, of: (row: EpochRow) => row.test_error_pct },
] as const;

/** What the second set changes in one final error of one network. */
export interface Difference {
  readonly match: Match;
  readonly error: (typeof comparedErrors)[number];
  /** Mean errors of the seeds that finished in both sets; `null` where none did. */
  readonly means: readonly [number, number] | null;
  /** Second minus first in percentage points, paired by seed, at the level that is right for all of the page. */
  readonly estimate: Estimate | null;
  /** Hedges' g of it. */
  readonly standardized: number | null;
  readonly direction: Direction;
}

/** Where the whole interval lies; `open` where it holds 0, or there is none. */
export type Direction = 'higher' | 'lower' | 'open';

export interface Differences {
  /** Level of each interval: all of them hold what they should with `PAGE_LEVEL` together (Bonferroni). */
  readonly level: number;
  readonly all: readonly Difference[];
}

/** Both final errors of every match. */
export function differencesOf(matches: readonly Match[]): Differences {
  const paired = matches.map(match => ({ match, pairs: pairsOf(match.first, match.second) }));
  const intervals = paired.filter(({ pairs }) => pairs.length > 1).length * comparedErrors.length;
  const level = bonferroni(PAGE_LEVEL, intervals);
  const all = paired.flatMap(({ match, pairs }) =>
    comparedErrors.map(error => differenceOf(match, error, pairs, level)),
  );
  return { level, all };
}

function differenceOf(
  match: Match,
  error: Difference['error'],
  pairs: readonly Pair[],
  level: number,
): Difference {
  if (pairs.length === 0) {
    return { match, error, means: null, estimate: null, standardized: null, direction: 'open' };
  }
  const values = pairs.map(({ first, second }) => error.of(second) - error.of(first));
  const estimate = tInterval(values, level);
  return {
    match,
    error,
    means: [
      mean(pairs.map(({ first }) => error.of(first))),
      mean(pairs.map(({ second }) => error.of(second))),
    ],
    estimate,
    standardized: hedgesG(values),
    direction: directionOf(estimate),
  };
}

function directionOf({ low, high }: Estimate): Direction {
  if (low !== null && low > 0) return 'higher';
  return high !== null && high < 0 ? 'lower' : 'open';
}

/** One sentence about all of them. */
export function answerOf({ all }: Differences, names: readonly [string, string]): Text {
  const [first, second] = names;
  if (all.every(({ estimate }) => estimate === null)) {
    return msg`No answer yet: no network has finished with the same seed in both sets.`;
  }
  if (all.every(({ estimate }) => (estimate?.n ?? 0) < 2)) {
    return msg`One seed: a direction, not a verdict.`;
  }
  const facts = comparedErrors.map(error => {
    const own = all.filter(difference => difference.error === error);
    const [higher, lower] = (['higher', 'lower'] as const).map(direction =>
      own.filter(difference => difference.direction === direction),
    );
    const parts = [
      ...(lower!.length > 0 ? [msg`lower in ${namesOf(lower!)}`] : []),
      ...(higher!.length > 0 ? [msg`higher in ${namesOf(higher!)}`] : []),
    ];
    return parts.length === 0
      ? msg`no difference in ${error.name} is shown`
      : msg`the ${error.name} is ${joined(parts, msg`, `)}`;
  });
  return msg`With ${second} instead of ${first}: ${joined(facts, msg`; `)}.`;
}

function namesOf(differences: readonly Difference[]): Text {
  return listed(
    differences.map(({ match, estimate }) => msg`${match.name} (${signed(estimate!.mean, 1)} points)`),
  );
}
