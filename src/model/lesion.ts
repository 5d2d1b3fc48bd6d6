import { randomStream } from '../random.ts';

/** A damage done to a trained network. */
export interface Lesion {
  readonly kind: 'none' | 'one' | 'several' | 'swapped';
  /** Blocks removed, or pairs swapped. */
  readonly count: number;
  /** From 1: of several ways to choose as many, by chance. */
  readonly draw: number;
  /** Places of blocks, from 0, that lose their branch. */
  readonly removed: readonly number[];
  /** Which block stands at each place. */
  readonly order: readonly number[];
}

/** What decides which lesions a network can have. */
export interface LesionBlock {
  /** `stage2/block3` */
  readonly name: string;
  readonly keepsShape: boolean;
}

/** So many ways to choose the same number of blocks, or of pairs. */
const DRAWS = 5;

/**
 * The lesions of Veit et al. 2016, section 4: none; each block removed; 2, 4, 8, … and all of the blocks that keep the
 * shape; and 1, 2, 4, … pairs of these swapped, within their stages, one pair after the other. Twins have the same.
 */
export function lesionsOf(blocks: readonly LesionBlock[], seed: number): Lesion[] {
  const order = blocks.map((_, place) => place);
  const keeping = order.filter(place => blocks[place]!.keepsShape);
  const stageOf = (place: number) => blocks[place]!.name.split('/')[0];
  const pairs = keeping.flatMap(one =>
    keeping
      .filter(other => other > one && stageOf(other) === stageOf(one))
      .map(other => [one, other] as const),
  );
  const drawn = (most: number, make: (count: number, draw: number) => Lesion) =>
    powersOfTwo(most).flatMap(count => Array.from({ length: DRAWS }, (_, i) => make(count, i + 1)));
  const several = drawn(keeping.length - 1, (count, draw) => {
    const { shuffle } = randomStream(seed, 'lesions', 'removed', count, draw);
    return { kind: 'several', count, draw, removed: shuffle([...keeping]).slice(0, count), order };
  }).filter(({ count }) => count > 1);
  const swapped = drawn(pairs.length > 0 ? keeping.length : 0, (count, draw) => {
    const random = randomStream(seed, 'lesions', 'swapped', count, draw);
    const places = [...order];
    for (let swap = 0; swap < count; swap++) {
      const [one, other] = pairs[random.integer(0, pairs.length - 1)]!;
      [places[one], places[other]] = [places[other]!, places[one]!];
    }
    return { kind: 'swapped', count, draw, removed: [], order: places };
  });
  return [
    { kind: 'none', count: 0, draw: 1, removed: [], order },
    ...order.map(place => ({ kind: 'one' as const, count: 1, draw: 1, removed: [place], order })),
    ...several,
    ...(keeping.length > 1
      ? [{ kind: 'several' as const, count: keeping.length, draw: 1, removed: keeping, order }]
      : []),
    ...swapped,
  ];
}

function powersOfTwo(most: number): number[] {
  const powers: number[] = [];
  for (let power = 1; power <= most; power *= 2) powers.push(power);
  return powers;
}
