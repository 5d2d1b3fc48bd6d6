/** What fills up short texts. */
export const FILLING = 0;
/** Whatever is not in the vocabulary. */
export const UNKNOWN = 1;
/** Numbers that stand for no token of the vocabulary. */
export const RESERVED = 2;

/** Numbers of tokens, from `RESERVED` on, the most frequent one first. */
export type Vocabulary = ReadonlyMap<string, number>;

/**
 * The most frequent tokens of some texts, those that are trained on: what other texts have is none of a network's business
 * before it is tested.
 *
 * @param size tokens at most; of equally frequent ones the first by code units
 */
export function vocabularyOf(texts: Iterable<readonly string[]>, size: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const tokens of texts) for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  const ranked = [...counts].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  return new Map(ranked.slice(0, size).map(([token], rank) => [token, RESERVED + rank]));
}

/** Writes the numbers of a text's tokens into `out`, and fills up what is left of it. */
export function encode(tokens: readonly string[], vocabulary: Vocabulary, out: Int32Array): void {
  out.fill(FILLING);
  for (const [place, token] of tokens.entries()) out[place] = vocabulary.get(token) ?? UNKNOWN;
}
