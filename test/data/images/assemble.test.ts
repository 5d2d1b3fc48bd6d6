import test from 'ava';
import fc from 'fast-check';
import { assembleAugmentedBatch, assembleBatch } from '../../../src/data/images/assemble.ts';
import { planEpoch } from '../../../src/data/images/epoch-plan.ts';
import { madeUpSplits } from '../fixtures.ts';

const RESOLUTION = 6;
const SIZE = RESOLUTION ** 2 * 3;
const splits = madeUpSplits(12, RESOLUTION);
const { train } = splits;

/** Image number `image`, normalised, straight from the definition. */
function normalised(image: number): Float32Array {
  return Float32Array.from(
    train.images.subarray(image * SIZE, (image + 1) * SIZE),
    (byte, i) => (byte - splits.pixelMean[i]!) / splits.pixelStd,
  );
}

/** The crop of a padded image by the definition: pad with zeros, cut out, mirror. */
function cropOf(
  image: Float32Array,
  padding: number,
  top: number,
  left: number,
  flipped: boolean,
): Float32Array {
  const at = (y: number, x: number, channel: number) => {
    const [row, column] = [y - padding, x - padding];
    const inside = row >= 0 && row < RESOLUTION && column >= 0 && column < RESOLUTION;
    return inside ? image[(row * RESOLUTION + column) * 3 + channel]! : 0;
  };
  return Float32Array.from({ length: SIZE }, (_, i) => {
    const [y, x, channel] = [Math.floor(i / (3 * RESOLUTION)), Math.floor(i / 3) % RESOLUTION, i % 3];
    return at(top + y, left + (flipped ? RESOLUTION - 1 - x : x), channel);
  });
}

test('a batch is the normalised images in order, with their labels', t => {
  const { inputs: images, labels } = assembleBatch(train, splits, 3, 7);
  t.deepEqual([...labels], [3, 4, 5, 6]);
  t.is(images.length, 4 * SIZE);
  for (let i = 0; i < 4; i++) t.deepEqual(images.subarray(i * SIZE, (i + 1) * SIZE), normalised(3 + i));
});

test('each augmented image is the planned crop and flip of its padded original', t => {
  const options = fc.record({ cropPadding: fc.nat({ max: 7 }), flip: fc.boolean() });
  const property = fc.property(options, fc.nat(), fc.nat({ max: 50 }), (augment, seed, epoch) => {
    const plan = planEpoch(train.count, seed, epoch, augment);
    const { inputs: images, labels } = assembleAugmentedBatch(
      train,
      splits,
      plan,
      augment.cropPadding,
      [2, 9],
    );
    for (let position = 2; position < 9; position++) {
      const image = plan.order[position]!;
      t.is(labels[position - 2], train.labels[image]);
      const { cropPadding } = augment;
      t.true(plan.top[position]! <= 2 * cropPadding && plan.left[position]! <= 2 * cropPadding);
      const flipped = plan.flipped[position] === 1;
      t.deepEqual(
        images.subarray((position - 2) * SIZE, (position - 1) * SIZE),
        cropOf(normalised(image), cropPadding, plan.top[position]!, plan.left[position]!, flipped),
      );
    }
  });
  t.notThrows(() => fc.assert(property, { numRuns: 50 }));
});

test('without augmentation the images of an epoch are the originals, shuffled', t => {
  const plan = planEpoch(train.count, 1, 1, { cropPadding: 0, flip: false });
  const { inputs: images } = assembleAugmentedBatch(train, splits, plan, 0, [0, 12]);
  for (const [position, image] of plan.order.entries()) {
    t.deepEqual(images.subarray(position * SIZE, (position + 1) * SIZE), normalised(image));
  }
});
