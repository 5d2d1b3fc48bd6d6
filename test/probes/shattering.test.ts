import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { mean } from '../../src/evidence/statistics.ts';
import { startMovingStatistics } from '../../src/model/training-pass.ts';
import { cosinesBySteps, gradientCorrelations, inputGradients } from '../../src/probes/measure/shattering.ts';
import { randomStream } from '../../src/random.ts';
import { kinds, network } from '../model/networks.ts';
import { distance } from '../ops/numbers.ts';
import { randomBatch } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

test('vectors that turn by a fixed angle have its multiples’ cosines between them', t => {
  const angle = 0.3;
  const turning = Array.from({ length: 9 }, (_, i) =>
    Float32Array.of(5 * Math.cos(i * angle), 5 * Math.sin(i * angle)),
  );
  const all = [...cosinesBySteps(turning)];
  t.is(all.length, 36);
  for (const { steps, cosine } of all) t.true(Math.abs(cosine - Math.cos(steps * angle)) < 1e-6);
});

test('white noise has no correlation, and vectors of length 0 have no direction', t => {
  const { normal } = randomStream(1, 'test', 'noise');
  const noise = Array.from({ length: 30 }, () => Float32Array.from({ length: 1000 }, normal));
  const cosines = [...cosinesBySteps([...noise, new Float32Array(1000)])].map(({ cosine }) => cosine);
  t.is(cosines.length, (30 * 29) / 2);
  t.true(Math.abs(mean(cosines)) < 0.01);
});

test.serial(
  'a network whose ReLUs are all open is linear: its gradients are alike at any distance',
  async t => {
    for (const kind of kinds) {
      const net = network({ kind, width: 4 });
      const batch = randomBatch(4);
      for (const [name, variable] of net.parameters.trainable) {
        if (name.endsWith('/offset')) variable.assign(tf.fill(variable.shape, 30));
      }
      startMovingStatistics(net, batch);
      const rows = await gradientCorrelations(net, batch);
      t.is(rows.length, 64);
      // Two lines of 65 points.
      t.deepEqual([rows[0]!.pairs, rows[63]!.pairs], [128, 2]);
      t.deepEqual([rows[0]!.distance, rows[63]!.distance], [1 / 64, 1]);
      for (const { correlation } of rows)
        t.true(Math.abs(correlation! - 1) < 1e-4, `${kind}: ${correlation}`);
      tf.dispose([batch.inputs, batch.labels]);
      net.dispose();
    }
  },
);

test.serial(
  'with ReLUs that open and close gradients differ, the more so the further they are apart',
  async t => {
    const net = network({ kind: 'plain', depth: 14, width: 4 });
    const batch = randomBatch(16);
    startMovingStatistics(net, batch);
    const rows = await gradientCorrelations(net, batch);
    const [near, far] = [rows[0]!.correlation!, rows[63]!.correlation!];
    t.true(near > far && near < 1 && far > -1, `${near}, ${far}`);
    tf.dispose([batch.inputs, batch.labels]);
    net.dispose();
  },
);

test.serial('the gradient is that of central differences, and of each image on its own', t => {
  for (const batchNorm of [true, false]) {
    const net = network({ kind: 'residual', width: 4, batchNorm });
    const batch = randomBatch(6);
    startMovingStatistics(net, batch);
    tf.tidy(() => {
      const all = inputGradients(net, batch.inputs);
      const one = tf.slice(batch.inputs, 2, 1);
      const alone = inputGradients(net, one).dataSync();
      t.true(distance(alone, tf.slice(all, 2, 1).dataSync(), 0) < 1e-4);
      const logit = (x: tf.Tensor) =>
        net.forward(x as tf.Tensor4D, { training: false, batchStatistics: [] }).dataSync()[0]!;
      // Uphill, where the slope is as long as the gradient.
      const length = Math.hypot(...alone);
      const uphill = tf.tensor(alone, one.shape).div(length);
      const step = 1e-3;
      const [behind, here, ahead] = [-step, 0, step].map(by => logit(tf.add(one, tf.mul(uphill, by))));
      // On one side there may be a kink.
      const slopes = [(here! - behind!) / step, (ahead! - here!) / step];
      t.true(
        slopes.some(slope => Math.abs(slope / length - 1) < 0.01),
        `batch norm ${batchNorm}: ${slopes}, ${length}`,
      );
    });
    tf.dispose([batch.inputs, batch.labels]);
    net.dispose();
  }
});

test.serial('a batch of one image has no line, and nothing is left behind', async t => {
  const net = network();
  const [batch, single] = [randomBatch(4), randomBatch(1)];
  const first = await gradientCorrelations(net, batch);
  const { numTensors } = tf.memory();
  t.deepEqual(await gradientCorrelations(net, batch), first);
  for (const { correlation, pairs } of await gradientCorrelations(net, single)) {
    t.deepEqual([correlation, pairs], [null, 0]);
  }
  t.is(tf.memory().numTensors, numTensors);
  tf.dispose([batch.inputs, batch.labels, single.inputs, single.labels]);
  net.dispose();
});
