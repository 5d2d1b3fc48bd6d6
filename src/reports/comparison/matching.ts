import { type Network, nameOf } from '../../evidence/pairs/pairs.ts';
import type { Text } from '../../language/phrase.ts';
import { networksOf, variantOf } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';

/** Runs that are compared with others, under a name. */
export interface RunSet {
  readonly name: string;
  readonly runs: readonly RunResult[];
}

/** The runs of a network in the first set, and those that they are compared with in the second. */
export interface Match {
  readonly name: Text;
  readonly depth: number;
  readonly first: readonly RunResult[];
  readonly second: readonly RunResult[];
}

export interface Matching {
  readonly matches: readonly Match[];
  /** Networks that are compared with nothing: of the first set, and of the second. */
  readonly alone: readonly [readonly Text[], readonly Text[]];
}

/**
 * Networks of one kind and depth are compared: equal variants with each other; and where all but one are gone in a set, as
 * where only the other has regularizers, that one with whatever is left in the other.
 */
export function matchNetworks(first: readonly RunResult[], second: readonly RunResult[]): Matching {
  const [left, right] = [described(first), described(second)];
  const shapes = [...new Set([...left, ...right].map(shapeOf))];
  const matches = shapes.flatMap(shape => {
    const [here, there] = [left, right].map(all => all.filter(one => shapeOf(one) === shape));
    return matchesOf(here!, there!);
  });
  const matched = new Set(matches.flatMap(({ first, second }) => [first, second]));
  const alone = (all: readonly Described[]) =>
    all.filter(({ runs }) => !matched.has(runs)).map(({ network }) => nameOf(network));
  return { matches, alone: [alone(left), alone(right)] };
}

/** Whether some network ran in both, so that only the set tells the runs apart. */
export function haveNetworksInCommon(first: readonly RunResult[], second: readonly RunResult[]): boolean {
  const names = new Set(described(first).map(({ network }) => JSON.stringify(network)));
  return described(second).some(({ network }) => names.has(JSON.stringify(network)));
}

interface Described {
  readonly network: Required<Network>;
  readonly runs: readonly RunResult[];
}

function described(runs: readonly RunResult[]): Described[] {
  return networksOf(runs).map(group => {
    const { kind, depth } = group[0]!.record.config;
    return { network: { kind, depth, variant: variantOf(group[0]!) }, runs: group };
  });
}

function shapeOf({ network: { kind, depth } }: Described): string {
  return `${kind}-${depth}`;
}

/** Of networks of one kind and depth. */
function matchesOf(left: readonly Described[], right: readonly Described[]): Match[] {
  const isSame = (one: Described, other: Described) => one.network.variant === other.network.variant;
  const [restLeft, restRight] = [
    left.filter(one => !right.some(other => isSame(one, other))),
    right.filter(one => !left.some(other => isSame(one, other))),
  ];
  const same = left.flatMap(one =>
    right.filter(other => isSame(one, other)).map(other => [one, other] as const),
  );
  const crossed =
    restLeft.length === 1 || restRight.length === 1
      ? restLeft.flatMap(one => restRight.map(other => [one, other] as const))
      : [];
  const pairs = [...same, ...crossed];
  return pairs.map(([one, other]) => {
    const { kind, depth } = one.network;
    return {
      name: nameOf(pairs.length === 1 ? { kind, depth } : (restLeft.length > 1 ? one : other).network),
      depth,
      first: one.runs,
      second: other.runs,
    };
  });
}
