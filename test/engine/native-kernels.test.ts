import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { fusedMomentumUpdate } from '../../src/engine/fused-kernels.ts';
import { exhaustive } from '../exhaustive.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { distance, normals, on } from '../ops/numbers.ts';
import { size } from '../ops/reference.ts';
import { momentumOf } from '../optimizers/momentum-of.ts';
import { sizes, Tried, tiledSizes } from './sizes.ts';

test.before(buildKernels);

type Size4 = [number, number, number, number];
type Side = [number, number];

/** In terms of the largest number expected. */
const TOLERANCE = 1e-4;
const check = { seed: 1, includeErrorInReport: true };

const side = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }));
const ofAnySize = fc
  .record({
    sizes: sizes(40_000),
    filter: fc.oneof(
      fc.constantFrom<Side>([1, 1], [3, 3], [5, 5], [1, 3]),
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    ) as fc.Arbitrary<Side>,
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.oneof(fc.constantFrom('same' as const, 'valid' as const), fc.tuple(side, side)),
    seed: fc.nat({ max: 1000 }),
  })
  // A window has to fit into the image at least once.
  .filter(({ sizes: { height, width }, filter: [rows, columns], pad }) => {
    if (pad === 'same') return true;
    const [above, beside] = pad === 'valid' ? [0, 0] : pad.map(([before, after]) => before + after);
    return height + above! >= rows && width + beside! >= columns;
  });

/** What Winograd's algorithm is for, and sizes next to those. */
const tiled = fc.record({
  sizes: tiledSizes(300_000),
  filter: fc.constant<Side>([3, 3]),
  strides: fc.constant<Side>([1, 1]),
  pad: fc.constant('same' as const),
  seed: fc.nat({ max: 1000 }),
});

for (const { title, convolutions, numRuns } of [
  { title: 'any stride and padding', convolutions: ofAnySize, numRuns: 150 },
  { title: 'whole tiles', convolutions: tiled, numRuns: exhaustive ? 50 : 15 },
]) {
  testCompiled(`convolutions of ${title} and both gradients are those of cpu`, async t => {
    const tried = new Tried();
    const property = fc.asyncProperty(convolutions, async conv => {
      const { batch, height, width, inputs, outputs } = conv.sizes;
      const x: Size4 = [batch, height, width, inputs];
      const filter: Size4 = [...conv.filter, inputs, outputs];
      const pad =
        typeof conv.pad === 'string' ? conv.pad : ([[0, 0], ...conv.pad, [0, 0]] as [Side, Side, Side, Side]);
      const { outShape } = tf.backend_util.computeConv2DInfo(x, filter, conv.strides, 1, pad);
      tried.add(conv.sizes);
      await agree(() => {
        const [image, w, dy] = tensors(conv.seed, x, filter, outShape);
        const { value, grads } = tf.valueAndGrads((...args: tf.Tensor[]) =>
          tf.conv2d(args[0] as tf.Tensor4D, args[1] as tf.Tensor4D, conv.strides, pad),
        )([image!, w!], dy as tf.Tensor4D);
        return { y: value, dx: grads[0]!, dFilter: grads[1]! };
      });
    });
    await t.notThrowsAsync(fc.assert(property, { ...check, numRuns }));
    if (convolutions === ofAnySize) t.deepEqual(tried.missing(), []);
  });
}

const products = fc.record({
  batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  rows: fc.integer({ min: 1, max: 33 }),
  inner: fc.integer({ min: 1, max: 70 }),
  columns: fc.integer({ min: 1, max: 70 }),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  seed: fc.nat({ max: 1000 }),
});

testCompiled('products of matrices, transposed or not, one or many, are those of cpu', async t => {
  const property = fc.asyncProperty(products, async ({ batch, rows, inner, columns, ...rest }) => {
    const a = [...batch, ...(rest.transposeA ? [inner, rows] : [rows, inner])];
    const b = [...batch, ...(rest.transposeB ? [columns, inner] : [inner, columns])];
    await agree(() => {
      const [left, right] = tensors(rest.seed, a, b);
      return { product: tf.matMul(left!, right!, rest.transposeA, rest.transposeB) };
    });
  });
  await t.notThrowsAsync(fc.assert(property, { ...check, numRuns: 100 }));
});

testCompiled('what one matrix is multiplied by may be shared by a batch of others, as on cpu', async t => {
  await t.notThrowsAsync(
    agree(() => {
      const [many, one] = tensors(1, [4, 3, 5], [1, 5, 17]);
      return { product: tf.matMul(many!, one!) };
    }),
  );
});

testCompiled('a product sees a weight that was updated in place since the last one', async t => {
  await on('native', () => {
    const weight = tf.variable(tf.tidy(() => tf.ones([2, 2])));
    const optimizer = momentumOf(new Map([['w', weight]]), 0);
    const product = () => [...tf.matMul(tf.ones([1, 2]), weight).dataSync()];
    t.deepEqual(product(), [2, 2]);
    optimizer.step(new Map([['w', tf.ones([2, 2])]]), -2, 0);
    t.deepEqual(product(), [6, 6]);
  });
});

testCompiled(
  'a call that something thrown kept from coming about leaves no argument to the next',
  async t => {
    await on('native', () => {
      const [weight, velocity] = [1, 0].map(value => tf.variable(tf.fill([3], value)));
      const update = (gradient: tf.Tensor) =>
        fusedMomentumUpdate([{ weight: weight!, velocity: velocity!, gradient }], {
          rate: 1,
          momentum: 0,
          weightDecay: 0,
        });
      const gone = tf.ones([3]);
      gone.dispose();
      t.throws(() => update(gone));
      update(tf.ones([3]));
      t.deepEqual([...weight!.dataSync()], [0, 0, 0]);
    });
  },
);

const sums = fc.record({
  // Around the sizes of vectors, and of the parts that threads take.
  shape: fc.oneof(
    fc.array(fc.integer({ min: 1, max: 33 }), { minLength: 0, maxLength: 3 }),
    fc.integer({ min: 2 ** 15 - 3, max: 2 ** 15 + 3 }).map(length => [length]),
    fc.integer({ min: 2 ** 16 - 3, max: 2 ** 16 + 20 }).map(length => [length]),
  ),
  seed: fc.nat({ max: 1000 }),
});

testCompiled('sums of two tensors are those of cpu, to the bit', async t => {
  const property = fc.asyncProperty(sums, async ({ shape, seed }) => {
    await agree(() => {
      const [a, b] = tensors(seed, shape, shape);
      return { sum: tf.add(a!, b!) };
    }, 0);
  });
  await t.notThrowsAsync(fc.assert(property, { ...check, numRuns: 60 }));
});

testCompiled('sums of other shapes and types, and of nothing, are those of cpu', async t => {
  await t.notThrowsAsync(
    agree(() => {
      const [column, row, empty] = tensors(1, [3, 1], [4], [0, 3]);
      return {
        broadcast: tf.add(column!, row!),
        integers: tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32')),
        empty: tf.add(empty!, empty!),
      };
    }, 0),
  );
});

/** @throws Error unless native computes the tensors that cpu does */
async function agree(compute: () => Record<string, tf.Tensor>, tolerance = TOLERANCE): Promise<void> {
  const values = (engine: 'native' | 'cpu') =>
    on(engine, () => {
      const read: [name: string, shape: number[], values: tf.TypedArray][] = [];
      tf.tidy(() => {
        for (const [name, tensor] of Object.entries(compute())) {
          read.push([name, tensor.shape, tensor.dataSync().slice()]);
        }
      });
      return read;
    });
  const [native, cpu] = [await values('native'), await values('cpu')];
  for (const [i, [name, shape, expected]] of cpu.entries()) {
    const [, actualShape, actual] = native[i]!;
    if (!tf.util.arraysEqual(actualShape, shape))
      throw new Error(`${name} has shape ${actualShape}, not ${shape}`);
    const difference = distance(actual, expected, 0);
    if (!(difference <= tolerance)) throw new Error(`${name} is ${difference} off`);
  }
}

function tensors(seed: number, ...shapes: number[][]): tf.Tensor[] {
  return shapes.map((shape, i) =>
    tf.tensor(Float32Array.from(normals(size(shape), seed, `tensor ${i}`)), shape),
  );
}
