import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { softmaxCrossEntropy } from '../../src/ops/softmax-cross-entropy.ts';
import { trainingEngine } from '../training-engine.ts';
import { distance, engines, normals, on } from './numbers.ts';
import { centralDifference, softmaxCrossEntropy as reference } from './reference.ts';

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 9 }),
  classes: fc.integer({ min: 2, max: 12 }),
  spread: fc.constantFrom(0.1, 1, 50),
  seed: fc.nat({ max: 1000 }),
  oneHot: fc.boolean(),
});

for (const engine of engines) {
  test.serial(`the loss and its gradient are those of plain loops on ${engine}`, async t => {
    const property = fc.asyncProperty(cases, async ({ batch, classes, spread, seed, oneHot }) => {
      const logits = normals(batch * classes, seed, 'logits').map(value => Math.fround(spread * value));
      const targets = targetsOf(batch, classes, seed, oneHot);
      const expected = reference(logits, targets, classes);
      const { loss, gradient } = await on(engine, () => lossAndGradient(logits, targets, classes));
      if (!(distance([loss], [expected.loss]) < 1e-5)) throw new Error(`loss ${loss}`);
      if (!(distance(gradient, expected.gradient) < 1e-6)) throw new Error(`gradient ${gradient}`);
    });
    await t.notThrowsAsync(fc.assert(property, { numRuns: 40, includeErrorInReport: true }));
  });
}

test('the gradient of plain loops is the central difference of the loss', t => {
  const logits = normals(12, 1, 'logits');
  const targets = targetsOf(3, 4, 1, false);
  const { gradient } = reference(logits, targets, 4);
  const loss = () => reference(logits, targets, 4).loss;
  t.true(
    distance(
      gradient,
      logits.map((_, index) => centralDifference(loss, logits, index)),
    ) < 1e-8,
  );
});

test.serial('equal logits for ten classes cost ln 10', async t => {
  for (const level of [0, -7, 1000]) {
    const logits = new Float64Array(30).fill(level);
    const { loss } = await on(trainingEngine, () => lossAndGradient(logits, targetsOf(3, 10, 1, true), 10));
    t.true(Math.abs(loss - Math.log(10)) < 1e-6, `${loss}`);
  }
});

test.serial('a certain and right answer costs nothing, a certain and wrong one its margin', async t => {
  const logits = Float64Array.of(200, 0, 0, 200, 0, 0);
  const { loss } = await on(trainingEngine, () =>
    lossAndGradient(logits, Float64Array.of(1, 0, 0, 0, 1, 0), 3),
  );
  t.is(loss, 100);
});

/** Probabilities in rows that add up to one, in numbers that a float32 holds exactly. */
function targetsOf(batch: number, classes: number, seed: number, oneHot: boolean): Float64Array {
  const targets = new Float64Array(batch * classes);
  for (let row = 0; row < batch; row++) {
    targets[row * classes + ((row + seed) % classes)]! += oneHot ? 1 : 0.75;
    if (!oneHot) targets[row * classes + ((row + seed + 1) % classes)]! += 0.25;
  }
  return targets;
}

function lossAndGradient(logits: Float64Array, targets: Float64Array, classes: number) {
  return tf.tidy(() => {
    const shape: [number, number] = [logits.length / classes, classes];
    const wanted = tf.tensor2d(Float32Array.from(targets), shape);
    const { value, grad } = tf.valueAndGrad(scores => softmaxCrossEntropy(scores as tf.Tensor2D, wanted))(
      tf.tensor2d(Float32Array.from(logits), shape),
    );
    return { loss: value.dataSync()[0]!, gradient: grad.dataSync().slice() };
  });
}
