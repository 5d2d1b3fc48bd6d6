import { DataSizeError } from './errors.ts';
import { batchesPerEpoch } from './sizes.ts';
import type { InputShape } from './source.ts';
import { type PlainBatch, stream } from './stream.ts';
import type { Batch, Examples, TrainingOptions } from './types.ts';

/** Makes a batch of the examples at positions `start` (included) to `end` (excluded). */
export type Assemble = (start: number, end: number) => PlainBatch;

/** Examples in their order, of which the last batch may be smaller. */
export function examplesInOrder(
  shape: InputShape,
  { count, numbers }: Pick<Examples, 'count' | 'numbers'>,
  assemble: Assemble,
): Examples {
  return {
    count,
    numbers,
    batches: batchSize =>
      stream(shape, function* () {
        for (let start = 0; start < count; start += batchSize) {
          yield assemble(start, Math.min(start + batchSize, count));
        }
      }),
  };
}

/**
 * All whole batches of one epoch's passes.
 *
 * @param ofPass what makes the batches of a pass, which are counted from 1 through all epochs
 * @throws DataSizeError at once if there is not a single batch
 */
export function wholeBatches(
  shape: InputShape,
  count: number,
  { batchSize, epoch, passesPerEpoch = 1 }: TrainingOptions,
  ofPass: (pass: number) => Assemble,
): AsyncGenerator<Batch, void, undefined> {
  if (count < batchSize) {
    throw new DataSizeError('--batch-size', batchSize, `1 to ${count}`, 'the examples of --train-size');
  }
  return stream(shape, function* () {
    for (let pass = 1; pass <= passesPerEpoch; pass++) {
      const assemble = ofPass((epoch - 1) * passesPerEpoch + pass);
      for (let batch = 0; batch < batchesPerEpoch(count, batchSize); batch++) {
        yield assemble(batch * batchSize, (batch + 1) * batchSize);
      }
    }
  });
}
