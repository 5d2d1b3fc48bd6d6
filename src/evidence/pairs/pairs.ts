import { msg, type Text } from '../../language/phrase.ts';
import { depthsOf, finalRow, networkName, variantOf } from '../../results/networks.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import type { Kind } from '../../run/config.ts';
import { comparedTwins } from './twins.ts';

/** A network that a claim is about. */
export interface Network {
  readonly kind: Kind;
  readonly depth: number;
  /** As `variantOf` words it, '' for the paper's; absent: the arm of twins that `comparedTwins` chooses. */
  readonly variant?: string;
}

/** `plain-56`, with a variant `plain-56 with dropout 0.1`. */
export function nameOf({ kind, depth, variant }: Network): Text {
  const name = networkName(kind, depth);
  return variant ? msg`${name} with ${variant}` : name;
}

/** The same in a sentence: `56 plain layers`, with a variant `56 plain layers with dropout 0.1`. A plural. */
export function layersOf({ kind, depth, variant }: Network): Text {
  if (kind === 'plain') {
    return variant ? msg`${depth} plain layers with ${variant}` : msg`${depth} plain layers`;
  }
  return variant ? msg`${depth} residual layers with ${variant}` : msg`${depth} residual layers`;
}

/** The runs of a network with a named variant, whatever became of them. */
export function runsOf(runs: readonly RunResult[], { variant, ...network }: Required<Network>): RunResult[] {
  return runsAt(withVariant(runs, variant), network);
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
  const range = depthRange(
    variant === undefined ? comparedTwins(runs).runs : withVariant(runs, variant),
    kind,
  );
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

/** Those of that kind and depth, of any variant. */
export function runsAt(runs: readonly RunResult[], { kind, depth }: Network): RunResult[] {
  return runs.filter(({ record: { config } }) => config.kind === kind && config.depth === depth);
}
