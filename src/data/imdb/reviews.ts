import { z } from 'zod';
import { DataError } from '../errors.ts';
import { balancedOrder } from '../split-order.ts';
import type { TextSet } from '../text/text-set.ts';

const reviewsSchema = z.array(z.object({ t: z.string(), s: z.union([z.literal(0), z.literal(1)]) }));

/** Never changes, and has nothing to do with the seed of a run: the split is part of the set. */
const SPLIT_SEED = 20_110_619;

/**
 * The reviews of the file, each once, as training and test set.
 *
 * Reviews that have the same letters and digits are one: a network tested on what it was trained on, or trained on it
 * twice, would look better than it is.
 *
 * @param sizes of both together there have to be as many as different reviews
 * @throws DataError for a file of another form, or with another number of different reviews
 */
export function splitReviews(
  json: Uint8Array,
  sizes: { readonly train: number; readonly test: number },
): { readonly train: TextSet; readonly test: TextSet } {
  const parsed = reviewsSchema.safeParse(JSON.parse(Buffer.from(json).toString('utf8')));
  if (!parsed.success)
    throw new DataError(`the reviews are not as expected: ${z.prettifyError(parsed.error)}`);
  const different = [...new Map(parsed.data.map(review => [lettersOf(review.t), review])).values()];
  if (different.length !== sizes.train + sizes.test) {
    throw new DataError(`expected ${sizes.train + sizes.test} different reviews, got ${different.length}`);
  }
  const labels = Uint8Array.from(different, ({ s }) => s);
  const order = balancedOrder(labels, 2, SPLIT_SEED);
  const take = (indices: Uint32Array): TextSet => ({
    texts: Array.from(indices, index => different[index]!.t),
    labels: Uint8Array.from(indices, index => labels[index]!),
  });
  return { train: take(order.subarray(sizes.test)), test: take(order.subarray(0, sizes.test)) };
}

function lettersOf(text: string): string {
  return text
    .replaceAll('<br />', ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
