import * as tf from '@tensorflow/tfjs';
import { generator } from '@tensorflow/tfjs-data';
import type { InputShape } from './source.ts';
import type { Batch } from './types.ts';

/** Batches made ahead of the one in use. */
const PREFETCH = 2;

/** A batch in plain arrays. */
export interface PlainBatch {
  /** `[batch, rows, columns, channels]`: normalised magnitudes, or the numbers of symbols. */
  readonly inputs: Float32Array;
  /** `[batch]` */
  readonly labels: Int32Array;
}

/** Runs plain batches through tfjs-data: whole batches, because single examples cost far more than they weigh. */
export async function* stream(
  shape: InputShape,
  plainBatches: () => Generator<PlainBatch>,
): AsyncGenerator<Batch, void, undefined> {
  let abandoned = false;
  const dataset = generator(function* () {
    for (const batch of plainBatches()) {
      if (abandoned) return;
      yield toTensors(batch, shape);
    }
  }).prefetch(PREFETCH);
  const iterator = await dataset.iterator();
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value as unknown as Batch;
    }
  } finally {
    // tfjs-data has no way to close an iterator, and what it made ahead would leak.
    abandoned = true;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) tf.dispose(next.value);
  }
}

function toTensors({ inputs, labels }: PlainBatch, shape: InputShape) {
  return {
    inputs: tf.tensor4d(inputs, [labels.length, ...shape], 'float32'),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
