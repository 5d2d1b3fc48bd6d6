import { counted } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { type FinalErrors, finalErrors, hasDiverged } from './final-errors.ts';
import { type Network, nameOf, runsAt, withVariant } from './pairs.ts';
import { hasEnded } from './planned.ts';
import { comparedTwins } from './twins.ts';

/** Runs of two networks that have one seed, hence the same first weights and batches. */
export interface SeedPair {
  readonly seed: number;
  readonly first: RunResult;
  readonly second: RunResult;
}

/** Final errors of such a pair. */
export interface ErrorPair {
  readonly seed: number;
  readonly first: FinalErrors;
  readonly second: FinalErrors;
}

export interface Pairing {
  /** The pairs, once, or once for each reading of the runs that diverged (`finalErrors`). */
  readonly readings: readonly (readonly ErrorPair[])[];
  /** Why nothing can be decided, whatever the pairs say. */
  readonly obstacles: readonly Text[];
  /** What else there is to know about the pairs. */
  readonly notes: readonly Text[];
}

/** The runs of two networks, and whether they may be compared. */
export interface Compared {
  readonly left: readonly RunResult[];
  readonly right: readonly RunResult[];
  readonly obstacles: readonly Text[];
  readonly notes: readonly Text[];
}

/** Networks without a variant are taken from the arm of twins that `comparedTwins` chooses. */
export function comparedRuns(runs: readonly RunResult[], first: Network, second: Network): Compared {
  const named = first.variant !== undefined || second.variant !== undefined;
  const arm = named ? undefined : comparedTwins(runs);
  if (arm?.mixed) {
    const obstacles = [msg`The runs differ in more than kind, depth and seed: not compared.`];
    return { left: [], right: [], obstacles, notes: [] };
  }
  const [left, right] = [first, second].map(network =>
    runsAt(arm ? arm.runs : withVariant(runs, network.variant ?? ''), network),
  ) as [RunResult[], RunResult[]];
  const absent = [left, right].flatMap((found, i) => (found.length === 0 ? [[first, second][i]!] : []));
  return {
    left,
    right,
    obstacles: absent.map(network => msg`There is no run of ${nameOf(network)}.`),
    notes: arm?.variant ? [msg`Compared with ${arm.variant} in both networks.`] : [],
  };
}

/** Pairs final errors of two networks by seed. Every seed that is planned for both is owed a pair. */
export function pairBySeed(runs: readonly RunResult[], first: Network, second: Network): Pairing {
  const { left, right, obstacles, notes } = comparedRuns(runs, first, second);
  if (obstacles.length > 0) return { readings: [], obstacles, notes };
  const owed = seedPairs(left, right);
  const usable = owed.filter(pair => unequalArithmetic(pair) === null);
  const members = [usable.map(pair => pair.first), usable.map(pair => pair.second)];
  const readings = finalErrors(members).map(errors =>
    usable.flatMap(({ seed, first: one, second: other }) => {
      const [a, b] = [errors.get(one), errors.get(other)];
      return a && b ? [{ seed, first: a, second: b }] : [];
    }),
  );
  const diverged = members.flat().filter(hasDiverged).length;
  const ended = owed.filter(pair => hasEnded(pair.first) && hasEnded(pair.second)).length;
  return {
    readings,
    obstacles: pairObstacles(owed),
    notes: [
      ...notes,
      ...(owed.length === 0 ? [msg`The networks have no seed in common.`] : []),
      ...(diverged > 0
        ? [
            msg`${counted(diverged, 'compared run')} diverged: the interval spans what the worst finished error and chance make of it.`,
          ]
        : []),
      ...(ended < owed.length ? [msg`${ended} of ${counted(owed.length, 'pair')} of seeds have ended.`] : []),
    ],
  };
}

/** A pair for each seed that both have a run of, whatever became of it. */
export function seedPairs(left: readonly RunResult[], right: readonly RunResult[]): SeedPair[] {
  return left.flatMap(first => {
    const { seed } = first.record.config;
    const second = right.find(({ record }) => record.config.seed === seed);
    return second ? [{ seed, first, second }] : [];
  });
}

/** Why pairs that are owed cannot be had: a run failed, or the two were computed in different ways. */
export function pairObstacles(owed: readonly SeedPair[]): Text[] {
  return [
    ...failures(owed.flatMap(({ first, second }) => [first, second])),
    ...owed.flatMap(pair => unequalArithmetic(pair) ?? []),
  ];
}

/** A sentence where some of the runs failed. */
export function failures(runs: readonly RunResult[]): Text[] {
  const failed = runs.filter(({ record }) => record.status === 'failed').length;
  return failed > 0 ? [msg`${counted(failed, 'compared run')} failed: no verdict.`] : [];
}

/** Last digits decide how a training goes on: a difference between two ways of computing is none between networks. */
export function unequalArithmetic({ seed, first, second }: SeedPair): Text | null {
  const [one, other] = [first, second].map(({ record }) => record.engine.arithmetic);
  if (one === other || !hasEnded(first) || !hasEnded(second)) return null;
  return msg`Seed ${seed} is not paired: ${first.record.id} was computed with ${one!}, ${second.record.id} with ${other!}; --fresh trains them again.`;
}
