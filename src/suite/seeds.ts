/** Seeds of a plan: 1 to n, or the ones listed. */
export type Seeds = number | readonly number[];

/** More is a slip of the finger: a plan has a run per network and seed. */
const MOST_SEEDS = 1000;

/** Every seed once, from the smallest. */
export function seedList(seeds: Seeds): readonly number[] {
  if (typeof seeds === 'number') return Array.from({ length: seeds }, (_, index) => index + 1);
  return [...new Set(seeds)].sort((a, b) => a - b);
}

/**
 * Reads `5` (1 to 5), `101-104` (these four), `1,3,7-9` (these five); a single seed alone is a range, `5-5`.
 *
 * @returns null for what is none of these
 */
export function parseSeeds(text: string): readonly number[] | null {
  const parts = text.split(',').map(part => rangeIn(part.trim()));
  if (!parts.every(part => part !== null)) return null;
  const [first] = parts;
  const ranges = parts.length === 1 && typeof first === 'number' ? [{ from: 1, to: first }] : parts;
  const seeds: number[] = [];
  for (const part of ranges) {
    const { from, to } = typeof part === 'number' ? { from: part, to: part } : part;
    if (to < from || to - from >= MOST_SEEDS) return null;
    for (let seed = from; seed <= to; seed++) seeds.push(seed);
  }
  const list = seedList(seeds);
  return list.length <= MOST_SEEDS ? list : null;
}

function rangeIn(part: string): number | { from: number; to: number } | null {
  const match = /^([1-9]\d{0,8})(?:\s*-\s*([1-9]\d{0,8}))?$/.exec(part);
  if (!match) return null;
  const from = Number(match[1]);
  return match[2] === undefined ? from : { from, to: Number(match[2]) };
}

/** What `parseSeeds` takes, for messages. */
export const SEED_FORMS =
  'a whole number n for seeds 1 to n, a range 101-104, or a list 1,3,7-9; from 1, smaller before larger, ' +
  `${MOST_SEEDS} at most`;
