import { msg, type Text } from '../../language/phrase.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run/config.ts';
import { depthsOf, finalRow, networkName, variantOf } from '../arms.ts';
import { counted } from '../numbers.ts';
import { twinArm } from './arm.ts';

/** A network that a claim is about. */
export interface Network {
  readonly kind: Kind;
  readonly depth: number;
  /** As `variantOf` words it, '' for the paper's; absent: the arm of twins that `twinArm` chooses. */
  readonly variant?: string;
}

/** `plain-56`, with a variant `plain-56 with dropout 0.1`. */
export function nameOf({ kind, depth, variant }: Network): Text {
  const name = networkName(kind, depth);
  return variant ? msg`${name} with ${variant}` : name;
}

/** The runs of a network with a named variant, whatever became of them. */
export function runsOf(runs: readonly RunResult[], { variant, ...network }: Required<Network>): RunResult[] {
  return of(withVariant(runs, variant), network);
}

/** The largest depth that ran among both. */
export function deepestOfBoth(left: readonly RunResult[], right: readonly RunResult[]): number | undefined {
  const depths = depthsOf(left);
  return depthsOf(right).findLast(depth => depths.includes(depth));
}

/** Final numbers of two networks that had the same seed, hence the same first weights and batches. */
export interface Pair {
  readonly seed: number;
  readonly first: EpochRow;
  readonly second: EpochRow;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  /** Compared runs that diverged. They have no final error, so they can refute nothing and support nothing. */
  readonly diverged: number;
  /** Why there are fewer pairs than one would wish. */
  readonly notes: readonly Text[];
}

/** Pairs the finished runs of two networks by seed. */
export function pairBySeed(runs: readonly RunResult[], first: Network, second: Network): Pairing {
  const arm = twinArm(runs);
  const named = first.variant !== undefined || second.variant !== undefined;
  if (!named && arm.mixed) {
    return {
      pairs: [],
      diverged: 0,
      notes: [msg`The runs differ in more than kind, depth and seed: not compared.`],
    };
  }
  const aside = named || arm.variant === '' ? [] : [msg`Compared with ${arm.variant} in both networks.`];
  const [left, right] = [first, second].map(network =>
    of(network.variant === undefined ? arm.runs : withVariant(runs, network.variant), network),
  ) as [RunResult[], RunResult[]];
  const pairs = pairsOf(left, right);
  const diverged = [...left, ...right].filter(run => run.record.status === 'diverged').length;
  return {
    pairs,
    diverged,
    notes: [...aside, ...remarks(left, right, pairs.length, diverged, [first, second])],
  };
}

/** Final numbers of the seeds that finished on both sides. */
export function pairsOf(left: readonly RunResult[], right: readonly RunResult[]): Pair[] {
  return left.flatMap(run => {
    const { seed } = run.record.config;
    const twin = right.find(other => other.record.config.seed === seed);
    const [first, second] = [finalRow(run), twin && finalRow(twin)];
    return first && second ? [{ seed, first, second }] : [];
  });
}

/** Two depths of one kind, deeper first; `undefined` if there are no two. */
export function twoDepths(
  runs: readonly RunResult[],
  kind: Kind,
  shallow: number | undefined,
  deep: number | undefined,
  variant?: string,
): readonly [Network, Network] | undefined {
  const range = depthRange(variant === undefined ? twinArm(runs).runs : withVariant(runs, variant), kind);
  if (!range) return undefined;
  const [low, high] = [shallow ?? range[0], deep ?? range[1]];
  const network = { kind, ...(variant !== undefined && { variant }) };
  return low < high
    ? [
        { ...network, depth: high },
        { ...network, depth: low },
      ]
    : undefined;
}

/** Those whose variant `variantOf` words so. */
export function withVariant(runs: readonly RunResult[], variant: string): RunResult[] {
  return runs.filter(run => variantOf(run) === variant);
}

/** Smallest and largest depth of a kind among the runs, finished or not. */
export function depthRange(runs: readonly RunResult[], kind: Kind): [number, number] | undefined {
  const depths = depthsOf(ofKind(runs, kind));
  return depths.length > 0 ? [depths[0]!, depths.at(-1)!] : undefined;
}

export function ofKind(runs: readonly RunResult[], kind: Kind): RunResult[] {
  return runs.filter(({ record: { config } }) => config.kind === kind);
}

function of(runs: readonly RunResult[], { kind, depth }: Network): RunResult[] {
  return runs.filter(({ record: { config } }) => config.kind === kind && config.depth === depth);
}

function remarks(
  left: readonly RunResult[],
  right: readonly RunResult[],
  pairs: number,
  diverged: number,
  networks: readonly Network[],
): Text[] {
  const notes: Text[] = [];
  const absent = [left, right].flatMap((runs, i) => (runs.length === 0 ? [networks[i]!] : []));
  for (const network of absent) notes.push(msg`There is no run of ${nameOf(network)}.`);
  if (diverged > 0) {
    notes.push(
      msg`${counted(diverged, 'compared run')} diverged: the claim cannot be supported, only refuted.`,
    );
  }
  const wanted = Math.max(left.length, right.length);
  if (absent.length === 0 && pairs < wanted) {
    notes.push(msg`${pairs} of ${counted(wanted, 'pair')} of seeds finished.`);
  }
  if (pairs === 1) notes.push(msg`One seed: direction only.`);
  return notes;
}
