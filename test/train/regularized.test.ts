import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { lossAndGradients } from '../../src/model/training-pass.ts';
import { parseArm } from '../../src/regularizers/arm.ts';
import { type Regularization, regularization } from '../../src/regularizers/regularization.ts';
import type { RunConfig } from '../../src/run/config.ts';
import type { Snapshot } from '../../src/train/snapshot.ts';
import { network } from '../model/networks.ts';
import { distance } from '../ops/numbers.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { collect, comparable, epochs, networkOf, randomBatch, type TinyOptions, tinyConfig } from './tiny.ts';

test.beforeEach(openTrainingEngine);

async function configWith(text: string, options: TinyOptions = {}): Promise<RunConfig> {
  return (await parseArm(text)).configure(tinyConfig(options));
}

for (const text of [
  'cutout=3',
  'mixup',
  'stochastic-depth=0.5',
  'dropout+label-smoothing+l1+l2+gradient-clipping',
]) {
  test.serial(`training with ${text} keeps no tensors and is the same when it is repeated`, async t => {
    const config = await configWith(text);
    const first = await collect(config, networkOf(config));
    const net = networkOf(config);
    const { numTensors } = tf.memory();
    const second = await collect(config, net);
    t.is(tf.memory().numTensors, numTensors);
    t.deepEqual(comparable(second), comparable(first));
    const without = await collect({ ...config, regularizers: [] }, networkOf(config));
    t.notDeepEqual(comparable(without), comparable(first));
  });
}

const bare = regularization([], 1).atStep(0);

test.serial('a block whose branch is left out passes its input on, and its weights have no gradient', t => {
  const net = network({ kind: 'residual', depth: 14, batchNorm: true });
  const skipped = { index: 2, count: 6 };
  const { gradients, batchStatistics, dispose } = lossAndGradients(net, randomBatch(4), {
    ...bare,
    pass: { branch: ({ index }) => Number(index !== skipped.index) },
  });
  for (const [name, gradient] of gradients) {
    const norm = tf.norm(gradient).dataSync()[0]!;
    if (name.startsWith('stage1/block2/')) t.is(norm, 0, name);
    else t.true(norm > 0, name);
  }
  t.is(batchStatistics.length, 1 + 2 * 5);
  dispose();
});

test.serial('branches that all take part change nothing but rounding', t => {
  const net = network({ kind: 'residual', depth: 8, batchNorm: true });
  const images = randomBatch(4).inputs;
  const answers = (branch?: () => number) =>
    tf.tidy(() =>
      net
        .forward(images, { training: false, batchStatistics: [], ...(branch && { branch }) })
        .dataSync()
        .slice(),
    );
  const whole = answers();
  t.true(
    distance(
      answers(() => 1),
      whole,
    ) < 1e-5,
  );
  t.false(
    distance(
      answers(() => 0.5),
      whole,
    ) < 1e-3,
  );
});

test.serial('activations are seen after every block, with their place', t => {
  const net = network({ kind: 'plain', depth: 14 });
  const seen: number[] = [];
  const pass = lossAndGradients(net, randomBatch(2), {
    ...bare,
    pass: {
      activations(maps, { index, count }) {
        t.is(count, 6);
        seen.push(index);
        return tf.mul(maps, index === 6 ? 0 : 1);
      },
    },
  });
  t.deepEqual(seen, [1, 2, 3, 4, 5, 6]);
  // Without features, only the bias of the last layer decides.
  t.is(tf.norm(pass.gradients.get('stem/conv/kernel')!).dataSync()[0], 0);
  t.true(tf.norm(pass.gradients.get('head/dense/bias')!).dataSync()[0]! > 0);
  pass.dispose();
});

test.serial('early stopping ends the run and returns to the weights of the best epoch', async t => {
  const config = await configWith('early-stopping=1', { recipe: { epochs: 12, learningRate: 0.3 } });
  const net = networkOf(config);
  const weights = new Map<number, Float32Array>();
  const kernel = net.parameters.layers[0]!.kernel;
  const records = await collect(config, net, {
    each: record =>
      record.type === 'epoch' && weights.set(record.epoch, Float32Array.from(kernel.dataSync())),
  });
  const errors = epochs(records).map(({ valErrorPct }) => valErrorPct!);
  const best = errors.indexOf(Math.min(...errors));
  t.is(errors.length, best + 2, 'one epoch after the best, no more');
  t.deepEqual(records.at(-1), { type: 'restored', epoch: best });
  t.deepEqual(Float32Array.from(kernel.dataSync()), weights.get(best));
  // Whoever keeps the answers that came last has those of the best epoch.
  const answered = epochs(records).filter(({ answers }) => answers !== null);
  t.is(answered.at(-1)!.epoch, best);
});

test.serial('linear classifiers learn after the epoch that turns out to be the last', async t => {
  const stopping = await configWith('early-stopping=1', { recipe: { epochs: 12, learningRate: 0.3 } });
  const config: RunConfig = { ...stopping, probes: { measure: ['linear-classifiers'] } };
  const records = await collect(config, networkOf(config));
  t.is(records.at(-1)!.type, 'restored');
  const blocks = epochs(records).map(({ rows }) => rows['linear-classifiers']?.length ?? 0);
  t.true(blocks.length < 13);
  t.deepEqual(blocks, [...blocks.slice(1).map(() => 0), 4]);
});

test.serial('a run that stops early does so at the same epoch when it was interrupted', async t => {
  const config = await configWith('early-stopping=2', { recipe: { epochs: 12, learningRate: 0.3 } });
  const snapshots: Snapshot[] = [];
  const whole = await collect(config, networkOf(config), {
    async each(record) {
      if (record.type === 'epoch') snapshots.push(await record.snapshot());
    },
  });
  const milestones = whole.filter(record => record.type !== 'step');
  for (const [index, resume] of snapshots.entries()) {
    const rest = await collect(config, networkOf(config), { resume });
    t.deepEqual(
      comparable(rest.filter(record => record.type !== 'step')),
      comparable(milestones.slice(index + 1)),
    );
  }
});

test.serial(
  'a run that grows can stop early only after that, and returns to a network that has grown',
  async t => {
    const options = { kind: 'plain', depth: 8, recipe: { epochs: 12, learningRate: 0.3 } } as const;
    const alone = await configWith('early-stopping=1', options);
    t.true(epochs(await collect(alone, networkOf(alone))).length < 6, 'the shallow network stops before');
    const config = await configWith('early-stopping=1', {
      ...options,
      depth: 14,
      network: { grown: { fromDepth: 8, at: 0.5 } },
    });
    const snapshots: Snapshot[] = [];
    const records = await collect(config, networkOf(config), {
      async each(record) {
        if (record.type === 'epoch') snapshots.push(await record.snapshot());
      },
    });
    const errors = epochs(records).map(({ valErrorPct }) => valErrorPct!);
    const best = errors.indexOf(Math.min(...errors.slice(6)), 6);
    t.is(errors.length, best + 2);
    t.deepEqual(records.at(-1), { type: 'restored', epoch: best });
    t.deepEqual(
      snapshots.map(({ history }) => history.length),
      errors.map((_, epoch) => Math.max(0, epoch - 5)),
    );
  },
);

test('what all hooks need is known before a step is made', async t => {
  const hooks = async (text: string): Promise<Regularization['hooks']> =>
    regularization((await parseArm(text)).specs, 1).hooks;
  t.deepEqual(await hooks('dropout+mixup+early-stopping'), { training: ['features'], evaluation: [] });
  t.deepEqual(await hooks('stochastic-depth'), { training: ['branch', 'features'], evaluation: ['branch'] });
});
