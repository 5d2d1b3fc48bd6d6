import { examplesInOrder, wholeBatches } from '../batches.ts';
import type { SplitSizes } from '../sizes.ts';
import { orderOfPass, splitIndices } from '../split-order.ts';
import type { PlainBatch } from '../stream.ts';
import type { Splits } from '../types.ts';
import type { TextConfig } from './config.ts';
import type { RawTexts, TextSet } from './text-set.ts';
import { tokensOf } from './tokens.ts';
import { encode, vocabularyOf } from './vocabulary.ts';

/** Texts as numbers of their tokens. */
interface EncodedSet {
  /** `[count, length]` */
  readonly ids: Int32Array;
  readonly labels: Uint8Array;
  /** Which of the whole set's texts each one is. */
  readonly numbers: Uint32Array;
  readonly count: number;
}

/**
 * What a run trains and measures on: rows of whole numbers that stand for words or characters, those of the vocabulary of
 * the texts that it trains on.
 *
 * @throws DataSizeError if a size does not fit the data set
 */
export function textSplits(raw: RawTexts, config: TextConfig & SplitSizes, seed: number): Splits {
  const labels = { train: raw.train.labels, test: raw.test.labels };
  const chosen = splitIndices(labels, raw, config, seed);
  const trained = Array.from(chosen.train, index => tokensOf(raw.train.texts[index]!, config));
  const vocabulary = vocabularyOf(trained, config.vocabulary);
  const { length } = config;
  const encoded = (set: TextSet, indices: Uint32Array): EncodedSet => {
    const ids = new Int32Array(indices.length * length);
    for (const [place, index] of indices.entries()) {
      const tokens = tokensOf(set.texts[index]!, config);
      encode(tokens, vocabulary, ids.subarray(place * length, (place + 1) * length));
    }
    const labels = Uint8Array.from(indices, index => set.labels[index]!);
    return { ids, labels, numbers: indices, count: indices.length };
  };
  const shape = [1, length, 1] as const;
  const examples = (set: EncodedSet, count = set.count) =>
    examplesInOrder(shape, { count, numbers: set.numbers.subarray(0, count) }, (start, end) =>
      batchOf(set, length, end - start, position => start + position),
    );
  const train = encoded(raw.train, chosen.train);
  return {
    trainingBatches: options =>
      wholeBatches(shape, train.count, options, pass => {
        const order = orderOfPass(train.count, options.seed, pass);
        return (start, end) => batchOf(train, length, end - start, position => order[start + position]!);
      }),
    trainEval: examples(train, chosen.trainEvalSize),
    val: chosen.val && examples(encoded(raw.train, chosen.val)),
    test: examples(encoded(raw.test, chosen.test)),
  };
}

function batchOf(
  { ids, labels }: EncodedSet,
  length: number,
  count: number,
  at: (position: number) => number,
): PlainBatch {
  const batch = { inputs: new Float32Array(count * length), labels: new Int32Array(count) };
  for (let position = 0; position < count; position++) {
    const text = at(position);
    batch.inputs.set(ids.subarray(text * length, (text + 1) * length), position * length);
    batch.labels[position] = labels[text]!;
  }
  return batch;
}
