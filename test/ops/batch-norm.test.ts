import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { BATCH_NORM_EPSILON, batchNormInference, batchNormTraining } from '../../src/ops/batch-norm.ts';
import { trainingEngine } from '../training-engine.ts';
import { distance, engines, normals, on } from './numbers.ts';
import { batchNorm, batchNormGradients, centralDifference, dot, moments, size } from './reference.ts';

type Activation = 'linear' | 'relu';
type Size4 = [number, number, number, number];

const cases = fc.record({
  shape: fc
    .record({
      batch: fc.integer({ min: 1, max: 5 }),
      height: fc.integer({ min: 1, max: 6 }),
      width: fc.integer({ min: 1, max: 6 }),
      channels: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ batch, height, width, channels }): Size4 => [batch, height, width, channels]),
  seed: fc.nat({ max: 1000 }),
  activation: fc.constantFrom<Activation>('linear', 'relu'),
});

const check = { numRuns: 60, includeErrorInReport: true };

for (const engine of engines) {
  test.serial(`batch normalisation and its gradients are those of plain loops on ${engine}`, async t => {
    const property = fc.asyncProperty(cases, async ({ shape, seed, activation }) => {
      const inputs = inputsOf(shape, seed);
      const before = batchNorm(inputs, BATCH_NORM_EPSILON);
      // At the kink of a ReLU, rounding decides.
      fc.pre(activation === 'linear' || isolated(shape) || before.every(value => Math.abs(value) > 1e-4));
      const dy = normals(size(shape), seed, 'dy');
      const masked = dy.map((value, i) => (activation === 'relu' && before[i]! <= 0 ? 0 : value));
      const expected = {
        y: activation === 'relu' ? before.map(value => Math.max(0, value)) : before,
        ...batchNormGradients(inputs, masked, BATCH_NORM_EPSILON),
        mean: moments(inputs.x, shape[3]).mean,
        variance: moments(inputs.x, shape[3]).unbiased,
      };
      const actual = await on(engine, () => trainingPass(inputs, dy, shape, activation));
      for (const [name, values] of Object.entries(expected)) {
        const difference = distance(actual[name as keyof typeof actual], values);
        // With two values a channel, 1/σ may be large, and with it the rounding of x − mean.
        if (!(difference < 2e-4)) throw new Error(`${name} is ${difference} off`);
      }
    });
    await t.notThrowsAsync(fc.assert(property, check));
  });
}

test('the gradients of plain loops are the central differences of the forward pass', t => {
  const shape: Size4 = [3, 2, 2, 3];
  const inputs = inputsOf(shape, 1);
  const dy = normals(size(shape), 1, 'dy');
  const { dx, dScale, dOffset } = batchNormGradients(inputs, dy, BATCH_NORM_EPSILON);
  const loss = () => dot(batchNorm(inputs, BATCH_NORM_EPSILON), dy);
  for (const [values, gradient] of [
    [inputs.x, dx],
    [inputs.scale, dScale],
    [inputs.offset, dOffset],
  ] as const) {
    const differences = Float64Array.from(values, (_, index) => centralDifference(loss, values, index));
    t.true(distance(gradient, differences) < 1e-8);
  }
});

test.serial('in a batch far from zero the variance does not cancel', async t => {
  const x = normals(4 * 4 * 4 * 2, 1, 'x').map(value => Math.fround(1000 + value));
  const inputs = { x, scale: new Float64Array(2).fill(1), offset: new Float64Array(2) };
  const { y, variance } = await on(trainingEngine, () => trainingPass(inputs, x, [4, 4, 4, 2], 'linear'));
  t.true(distance(y, batchNorm(inputs, BATCH_NORM_EPSILON)) < 1e-3);
  t.true(distance(variance, moments(x, 2).unbiased) < 1e-3);
});

test.serial('the output has the offset as its mean and the scale as its deviation', async t => {
  const shape: Size4 = [8, 5, 5, 3];
  const inputs = inputsOf(shape, 2);
  const { y } = await on(trainingEngine, () => trainingPass(inputs, inputs.x, shape, 'linear'));
  const { mean, biased } = moments(y, 3);
  t.true(distance(mean, inputs.offset) < 1e-5);
  t.true(distance(biased.map(Math.sqrt), inputs.scale.map(Math.abs)) < 1e-4);
});

test.serial('with statistics of the batch, inference does what training does', async t => {
  const shape: Size4 = [4, 5, 3, 7];
  const inputs = inputsOf(shape, 3);
  const { mean, biased } = moments(inputs.x, 7);
  for (const engine of engines) {
    for (const activation of ['linear', 'relu'] as const) {
      const { y } = await on(engine, () => trainingPass(inputs, inputs.x, shape, activation));
      const inferred = await on(engine, () =>
        tf.tidy(() => {
          const [scale, offset, m, v] = [inputs.scale, inputs.offset, mean, biased].map(values =>
            tf.tensor1d(Float32Array.from(values)),
          );
          return batchNormInference(image(inputs.x, shape), scale!, offset!, m!, v!, activation)
            .dataSync()
            .slice();
        }),
      );
      t.true(distance(inferred, y) < 1e-5, `${engine} ${activation}`);
    }
  }
});

function inputsOf(shape: Size4, seed: number) {
  return {
    x: normals(size(shape), seed, 'x'),
    scale: normals(shape[3], seed, 'scale'),
    offset: normals(shape[3], seed, 'offset'),
  };
}

/** One value a channel: it is the mean, so that the offset is all that comes out. */
function isolated([batch, height, width]: Size4): boolean {
  return batch * height * width === 1;
}

function image(values: Float64Array, shape: Size4): tf.Tensor4D {
  return tf.tensor4d(Float32Array.from(values), shape);
}

function trainingPass(
  { x, scale, offset }: ReturnType<typeof inputsOf>,
  dy: Float64Array,
  shape: Size4,
  activation: Activation,
) {
  return tf.tidy(() => {
    let statistics!: { mean: tf.Tensor1D; variance: tf.Tensor1D };
    const { value, grads } = tf.valueAndGrads((...args: tf.Tensor[]) => {
      const [a, gamma, beta] = args as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D];
      const { y, ...rest } = batchNormTraining(a, gamma, beta, activation);
      statistics = rest;
      return y;
    })(
      [image(x, shape), tf.tensor1d(Float32Array.from(scale)), tf.tensor1d(Float32Array.from(offset))],
      image(dy, shape),
    );
    const [y, dx, dScale, dOffset, mean, variance] = [
      value,
      ...grads,
      statistics.mean,
      statistics.variance,
    ].map(tensor => tensor.dataSync().slice());
    tf.dispose([statistics.mean, statistics.variance]);
    return { y: y!, dx: dx!, dScale: dScale!, dOffset: dOffset!, mean: mean!, variance: variance! };
  });
}
