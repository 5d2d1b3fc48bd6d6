import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import type { Network } from '../../src/model/network.ts';
import { parseOptimizer } from '../../src/optimizers/registry.ts';
import type { ProbeName } from '../../src/probes/registry.ts';
import type { RunConfig } from '../../src/run/config.ts';
import { totalSteps } from '../../src/run/steps.ts';
import { areFinite } from '../../src/train/finite.ts';
import { type EpochRecord, type TrainingRecord, train } from '../../src/train/loop.ts';
import { learningRateAt } from '../../src/train/schedule.ts';
import type { Snapshot } from '../../src/train/snapshot.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { collect, comparable, epochs, networkOf, splitsOf, tinyConfig } from './tiny.ts';

const none = { cropPadding: 0, flip: false };

test.beforeEach(openTrainingEngine);

test.serial(
  'a run yields what was measured before training, its steps, and what was measured after each epoch',
  async t => {
    const config = tinyConfig();
    const records = await collect(config, networkOf(config));
    t.deepEqual(
      records.map(record => (record.type === 'step' ? record.step : `${record.type} ${record.epoch}`)),
      ['epoch 0', 1, 2, 3, 4, 'epoch 1', 5, 6, 7, 8, 'epoch 2'],
    );
    t.true(records.every(record => record.type !== 'step' || record.totalSteps === 8));
    const measured = epochs(records);
    t.deepEqual(
      measured.map(({ step }) => step),
      [0, 4, 8],
    );
    t.is(measured[0]!.batchLoss, null);
    t.deepEqual(
      measured.map(record => record.imagesTrained),
      [0, 40, 40],
    );
    t.deepEqual(
      measured.map(record => record.learningRate),
      [0, 3, 7].map(step => learningRateAt(step, 8, config.recipe)),
    );
    for (const { rows, ...record } of measured) {
      t.deepEqual(Object.keys(rows), ['gradients', 'responses']);
      t.is(rows.gradients!.length, 8);
      t.is(rows.responses!.length, 7);
      for (const error of [record.trainErrorPct, record.valErrorPct, record.testErrorPct]) {
        t.true(error! >= 0 && error! <= 100);
      }
    }
  },
);

test.serial(
  'without validation images there is no validation error, and every other number is the same',
  async t => {
    const [having, without] = [tinyConfig(), tinyConfig({ data: { valSize: 0 } })];
    const withVal = comparable(await collect(having, networkOf(having)));
    const records = await collect(without, networkOf(without));
    t.true(epochs(records).every(({ valErrorPct }) => valErrorPct === null));
    t.deepEqual(
      comparable(records),
      JSON.parse(JSON.stringify(withVal, (key, value) => (key === 'valErrorPct' ? null : value))),
    );
  },
);

test.serial('single steps are measured where a run asks for it, and change nothing', async t => {
  const config = tinyConfig();
  const probed = { ...config, probes: { steps: [1, 5], measure: ['blocks'] } } satisfies RunConfig;
  const plain = await collect(config, networkOf(config));
  const records = await collect(probed, networkOf(probed));
  t.deepEqual(
    records.flatMap(record => (record.type === 'probe' ? [[record.epoch, record.step]] : [])),
    [
      [1, 1],
      [2, 5],
    ],
  );
  for (const record of records) {
    if (record.type !== 'probe' && record.type !== 'epoch') continue;
    t.is(record.rows.gradients!.length, 8);
    t.is(record.rows.blocks!.length, 4);
  }
  const withoutProbes = records
    .filter(({ type }) => type !== 'probe')
    .map(record => (record.type === 'epoch' ? without(record, 'blocks') : record));
  t.deepEqual(comparable(withoutProbes), comparable(plain));
});

test.serial('a step after which a gradient is no number ends the run', async t => {
  const config = tinyConfig({ network: { batchNorm: false }, recipe: { learningRate: 1e30 } });
  const probed = { ...config, probes: { steps: [1] } };
  const records = await collect(probed, networkOf(probed));
  t.deepEqual(
    records.map(({ type }) => type),
    ['epoch', 'step', 'diverged'],
  );
  t.like(records.at(-1), { epoch: 1, step: 1 });
});

test.serial('training reduces the loss', async t => {
  for (const kind of ['plain', 'residual'] as const) {
    const config = tinyConfig({
      kind,
      network: { width: 4 },
      recipe: { epochs: 10 },
      data: { augmentation: none },
    });
    const measured = epochs(await collect(config, networkOf(config)));
    const [first, last] = [measured[1]!, measured.at(-1)!];
    t.true(last.batchLoss! < 0.8 * first.batchLoss!, `${kind}: ${first.batchLoss} to ${last.batchLoss}`);
  }
});

test.serial('the batch loss of an epoch is the mean of its steps’ losses', async t => {
  // One step with a rate too small to matter: the loss is that of the batch before it.
  const config = tinyConfig({
    recipe: { epochs: 1, batchSize: 40, learningRate: 1e-12 },
    data: { trainEvalSize: 40, augmentation: none },
  });
  const [before, after] = epochs(await collect(config, networkOf(config)));
  // Evaluated with moving statistics that were calibrated on the same forty images, ε and n − 1 aside.
  t.true(Math.abs(after!.batchLoss! - before!.trainLoss) < 0.02);
});

test.serial('an epoch of several passes has their steps, and is measured once', async t => {
  const config = tinyConfig({ recipe: { epochs: 2, passesPerEpoch: 3, batchSize: 20 } });
  const records = await collect(config, networkOf(config));
  t.is(totalSteps(config), 12);
  t.is(records.filter(({ type }) => type === 'step').length, 12);
  t.deepEqual(
    epochs(records).map(({ epoch, step }) => [epoch, step]),
    [
      [0, 0],
      [1, 6],
      [2, 12],
    ],
  );
});

test.serial('two equal runs yield equal records', async t => {
  for (const kind of ['plain', 'residual'] as const) {
    const config = tinyConfig({ kind });
    const [a, b] = [await collect(config, networkOf(config)), await collect(config, networkOf(config))];
    t.deepEqual(comparable(a), comparable(b));
  }
});

test.serial('with adam a network learns, and goes on from a snapshot as if nothing had been', async t => {
  const config = tinyConfig({
    recipe: { epochs: 6, learningRate: 0.01, optimizer: parseOptimizer('adam') },
  });
  const snapshots: Snapshot[] = [];
  const whole = await collect(config, networkOf(config), {
    each: async record => record.type === 'epoch' && snapshots.push(await record.snapshot()),
  });
  const [, first, ...rest] = epochs(whole);
  t.true(rest.at(-1)!.batchLoss! < 0.9 * first!.batchLoss!);
  const resumed = await collect(config, networkOf(config), { resume: snapshots[3]! });
  const position = whole.findIndex(record => record.type === 'epoch' && record.epoch === 3);
  t.deepEqual(comparable(resumed), comparable(whole.slice(position + 1)));
});

for (const shortcut of ['scaled', 'gated', 'dropout'] as const) {
  test.serial(
    `with shortcut ${shortcut}, equal runs are equal, interrupted or not, and keep no tensors`,
    async t => {
      const config = tinyConfig({ network: { shortcut }, recipe: { epochs: 3 } });
      const snapshots: Snapshot[] = [];
      const net = networkOf(config);
      const counts: number[] = [];
      const whole = await collect(config, net, {
        async each(record) {
          if (record.type !== 'epoch') return;
          snapshots.push(await record.snapshot());
          counts.push(tf.memory().numTensors);
        },
      });
      t.deepEqual(counts.slice(2), [counts[1]!, counts[1]!]);
      t.deepEqual(comparable(await collect(config, networkOf(config))), comparable(whole));
      const rest = await collect(config, networkOf(config), { resume: snapshots[1]! });
      const position = whole.findIndex(record => record.type === 'epoch' && record.epoch === 1);
      t.deepEqual(comparable(rest), comparable(whole.slice(position + 1)));
    },
  );
}

test.serial('dropout of shortcuts is in every step, and in no measurement', async t => {
  const options = { recipe: { epochs: 1, learningRate: 1e-12, batchSize: 40 }, data: { augmentation: none } };
  const config = tinyConfig({ ...options, network: { shortcut: 'dropout' }, data: { trainEvalSize: 40 } });
  const net = networkOf(config);
  const seen: string[][] = [];
  const spy: Network = {
    ...net,
    forward(images, pass) {
      const names: string[] = [];
      const { random } = pass;
      const listening = random && {
        random: (layer: string) => {
          names.push(layer);
          return random(layer);
        },
      };
      const logits = net.forward(images, { ...pass, ...listening });
      seen.push(names);
      return logits;
    },
  };
  await collect(config, spy);
  const blocks = [1, 2, 3].map(stage => `stage${stage}/block1/shortcut`);
  t.deepEqual(
    seen.filter(names => names.length > 0),
    [blocks],
  );
  t.true(seen.length > 3);
});

test.serial('another seed yields other records', async t => {
  const runs: unknown[] = [];
  for (const seed of [1, 2]) {
    const config = tinyConfig({ seed });
    runs.push(comparable(await collect(config, networkOf(config))));
  }
  t.notDeepEqual(runs[0], runs[1]);
});

for (const [what, config] of [
  ['run', tinyConfig({ recipe: { epochs: 3, warmup: { fraction: 0.5, from: 0.1, shape: 'linear' } } })],
  ['run that grows', growingConfig()],
] as const) {
  test.serial(`a ${what} goes on from a snapshot with what the uninterrupted one yielded`, async t => {
    const snapshots: Snapshot[] = [];
    const whole = await collect(config, networkOf(config), {
      each: async record => record.type === 'epoch' && snapshots.push(await record.snapshot()),
    });
    for (const [epoch, resume] of snapshots.entries()) {
      const rest = await collect(config, networkOf(config, epoch), { resume });
      const position = whole.findIndex(record => record.type === 'epoch' && record.epoch === epoch);
      t.deepEqual(comparable(rest), comparable(whole.slice(position + 1)), `from epoch ${epoch}`);
    }
  });
}

test.serial('a run that grows is the shallow one until then, and no different when it has grown', async t => {
  const config = growingConfig();
  const shallow = { ...config, depth: 8, network: tinyConfig({ network: { width: 4 } }).network };
  const [whole, other] = [config, shallow].map(run => collect(run, networkOf(run)));
  const records = await whole!;
  const growth = records.findIndex(({ type }) => type === 'grown');
  t.like(records[growth], { epoch: 2 });
  const [grown, alone] = [epochs(records), epochs(await other!)];
  t.deepEqual(comparable(grown.slice(0, 2)), comparable(alone.slice(0, 2)));
  const [before, after] = [alone[2]!, grown[2]!];
  t.is(records.indexOf(after), growth + 1);
  t.deepEqual(
    grown.map(({ rows }) => rows.gradients!.length),
    [8, 8, 14, 14],
  );
  for (const measure of ['step', 'batchLoss', 'learningRate', 'imagesTrained'] as const) {
    t.is(after[measure], before[measure]);
  }
  for (const measure of ['trainLoss', 'testLoss', 'trainErrorPct', 'valErrorPct', 'testErrorPct'] as const) {
    t.true(Math.abs(after[measure]! / before[measure]! - 1) < 1e-5, measure);
  }
  t.true(Math.abs(grown[3]!.trainLoss - alone[3]!.trainLoss) > 1e-3);
});

test.serial('a run that grows leaves no tensors but its last network’s', async t => {
  const config = growingConfig();
  const splits = splitsOf(config);
  const { numTensors } = tf.memory();
  for (const stopAfter of ['grown', 'epoch'] as const) {
    let net = networkOf(config);
    let hasGrown = false;
    for await (const record of train(config, net, splits)) {
      if (record.type === 'grown') {
        net.dispose();
        net = record.network;
        hasGrown = true;
      }
      if (hasGrown && record.type === stopAfter) break;
    }
    net.dispose();
    t.is(tf.memory().numTensors, numTensors, stopAfter);
  }
});

/** Three epochs, after the second of which depth 8 becomes 14. */
function growingConfig(): RunConfig {
  return tinyConfig({
    kind: 'plain',
    depth: 14,
    network: { width: 4, grown: { fromDepth: 8, at: 0.6 } },
    recipe: { epochs: 3 },
  });
}

test.serial('taking snapshots, and forgetting to, makes no difference', async t => {
  const config = tinyConfig();
  const with_ = await collect(config, networkOf(config), {
    each: record => record.type === 'epoch' && record.snapshot(),
  });
  t.deepEqual(comparable(with_), comparable(await collect(config, networkOf(config))));
});

test.serial('twins see the same batches', async t => {
  const [plain, residual] = [await batchesSeenBy('plain'), await batchesSeenBy('residual')];
  // Eight steps, three probes, and a pass for the moving statistics to begin with.
  t.is(plain.length, 12);
  t.deepEqual(plain, residual);
});

test.serial('weight decay is in the steps but not in the gradient norms', async t => {
  const [without, with_] = [0, 0.1].map(weightDecay => tinyConfig({ recipe: { weightDecay } }));
  const [a, b] = [
    epochs(await collect(without!, networkOf(without!))),
    epochs(await collect(with_!, networkOf(with_!))),
  ];
  t.deepEqual(comparable(a.slice(0, 1)), comparable(b.slice(0, 1)));
  for (const [layer, row] of b.at(-1)!.rows.gradients!.entries()) {
    t.true(row.weight_norm < a.at(-1)!.rows.gradients![layer]!.weight_norm);
  }
});

test.serial('before training, moving statistics are those of the first images, not 0 and 1', async t => {
  const config = tinyConfig();
  const net = networkOf(config);
  const generator = train(config, net, splitsOf(config));
  await generator.next();
  for (const [name, statistic] of net.parameters.statistics) {
    const untouched = name.endsWith('/mean') ? 0 : 1;
    t.true(
      statistic.dataSync().every(value => value !== untouched),
      name,
    );
  }
  await generator.return();
});

test.serial('a run stops at its largest number of steps, in the middle of an epoch if need be', async t => {
  const config = tinyConfig({ recipe: { maxSteps: 6, epochs: 5 } });
  t.is(totalSteps(config), 6);
  const records = await collect(config, networkOf(config));
  t.deepEqual(
    records.map(record => (record.type === 'step' ? record.step : `${record.type} ${record.epoch}`)),
    ['epoch 0', 1, 2, 3, 4, 'epoch 1', 5, 6, 'epoch 2'],
  );
  t.is(epochs(records).at(-1)!.imagesTrained, 20);
  t.is(totalSteps(tinyConfig({ recipe: { maxSteps: 100 } })), 8);
  t.is(totalSteps(tinyConfig({ recipe: { batchSize: 15 } })), 4);
});

test.serial('a learning rate far too high ends in divergence, and nothing follows', async t => {
  for (const batchNorm of [true, false]) {
    const config = tinyConfig({
      kind: 'plain',
      network: { batchNorm },
      recipe: { epochs: 3, learningRate: 1e30 },
    });
    const records = await collect(config, networkOf(config));
    const { type, epoch, step } = records.at(-1) as Extract<TrainingRecord, { type: 'diverged' }>;
    t.deepEqual({ type, epoch, step }, { type: 'diverged', epoch: 1, step: 4 });
    t.is(epochs(records).length, 1);
  }
});

test.serial('a weight that is no number is noticed before training, in whatever layer it is', async t => {
  for (const batchNorm of [true, false]) {
    for (const kind of ['plain', 'residual'] as const) {
      const config = tinyConfig({ kind, network: { batchNorm } });
      const layers = networkOf(config).parameters.layers.map(({ name }) => name);
      for (const layer of layers) {
        const net = networkOf(config);
        const kernel = net.parameters.trainable.get(`${layer}/kernel`)!;
        kernel.assign(tf.fill(kernel.shape, Number.NaN));
        const records = await collect(config, net);
        t.deepEqual(records, [{ type: 'diverged', epoch: 0, step: 0 }], `${kind} ${batchNorm} ${layer}`);
        net.dispose();
      }
    }
  }
});

test.serial('a value that no loss depends on yet is noticed at the end of the epoch', async t => {
  const config = tinyConfig();
  const net = networkOf(config);
  const first = (await train(config, net, splitsOf(config)).next()).value as EpochRecord;
  const snapshot = await first.snapshot();
  for (const name of ['statistic:stem/bn/variance', 'optimizer:velocity/head/dense/bias']) {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const tensors = snapshot.tensors.map(tensor =>
        tensor.name === name ? { ...tensor, values: tensor.values.map(() => value) } : tensor,
      );
      t.notDeepEqual(tensors, snapshot.tensors, `there is no ${name}`);
      const records = await collect(
        { ...config, recipe: { ...config.recipe, epochs: 1 } },
        networkOf(config),
        {
          resume: { ...snapshot, tensors },
        },
      );
      t.is(records.at(-1)!.type, 'diverged', `${name} ${value}`);
      t.is(epochs(records).length, 0);
    }
  }
});

test.serial('whatever tensor holds a value that is none, in whatever place, is noticed', async t => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    const bad = new Float32Array(1000).fill(3e38);
    t.true(await areFinite([tf.tensor1d(bad), tf.scalar(1)]));
    bad[997] = value;
    t.false(await areFinite([tf.scalar(1), tf.tensor1d(bad), tf.ones([2, 2])]), String(value));
  }
});

test.serial('divergence is noticed at the fiftieth step of a long epoch', async t => {
  const config = tinyConfig({
    kind: 'plain',
    data: { trainSize: 120 },
    recipe: { batchSize: 2, learningRate: 1e30 },
  });
  const last = (await collect(config, networkOf(config))).at(-1);
  t.deepEqual(last, { type: 'diverged', epoch: 1, step: 50 });
});

test.serial(
  'one value that stops being a number in an epoch is noticed at the next look at the loss',
  async t => {
    for (const kind of ['plain', 'residual'] as const) {
      const config = tinyConfig({ kind, data: { trainSize: 120 }, recipe: { batchSize: 2, epochs: 1 } });
      for (const name of ['stem/conv/kernel', 'stage2/block1/conv2/kernel', 'stage3/block1/bn1/scale']) {
        const net = networkOf(config);
        const records = await collect(config, net, {
          each(record) {
            if (record.type !== 'step' || record.step !== 3) return;
            const variable = net.parameters.trainable.get(name)!;
            const values = variable.dataSync().slice();
            values[1] = Number.NaN;
            tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
          },
        });
        t.deepEqual(records.at(-1), { type: 'diverged', epoch: 1, step: 50 }, `${kind} ${name}`);
        net.dispose();
      }
    }
  },
);

test.serial('the number of tensors does not grow from epoch to epoch', async t => {
  const config = tinyConfig({ recipe: { epochs: 4 } });
  const counts: number[] = [];
  await collect(config, networkOf(config), {
    each: record => record.type === 'epoch' && counts.push(tf.memory().numTensors),
  });
  t.deepEqual(counts.slice(1), [counts[1]!, counts[1]!, counts[1]!, counts[1]!]);
});

for (const [what, recipe, stopAfter] of [
  ['that ended', {}, Number.POSITIVE_INFINITY],
  ['that was abandoned before training', {}, 1],
  ['that was abandoned within an epoch', {}, 3],
  ['that was abandoned between epochs', {}, 6],
  ['that diverged', { learningRate: 1e30 }, Number.POSITIVE_INFINITY],
  ['that stopped within an epoch', { maxSteps: 6 }, Number.POSITIVE_INFINITY],
] as const) {
  test.serial(`a run ${what} leaves no tensors but the network’s`, async t => {
    const config = tinyConfig({ kind: 'plain', recipe });
    await collect(config, networkOf(config));
    const net = networkOf(config);
    const splits = splitsOf(config);
    const { numTensors } = tf.memory();
    let seen = 0;
    for await (const _ of train(config, net, splits)) {
      if (++seen === stopAfter) break;
    }
    t.is(tf.memory().numTensors, numTensors);
  });
}

test.serial('a snapshot that does not fit is refused, and leaves no tensors', async t => {
  const config = tinyConfig();
  const other = tinyConfig({ network: { width: 3 } });
  const first = (await train(other, networkOf(other), splitsOf(other)).next()).value;
  const resume = await (first as Extract<TrainingRecord, { type: 'epoch' }>).snapshot();
  const net = networkOf(config);
  const { numTensors } = tf.memory();
  await t.throwsAsync(collect(config, net, { resume }), { message: /snapshot has/ });
  t.is(tf.memory().numTensors, numTensors);
});

test.serial('within an epoch nothing is read from the device but the loss, every fifty steps', async t => {
  const config = tinyConfig({ data: { trainSize: 120 }, recipe: { batchSize: 2, epochs: 1 } });
  const backend = tf.backend() as unknown as { readSync(...args: unknown[]): unknown };
  const original = backend.readSync;
  let reads = 0;
  backend.readSync = (...args) => {
    reads++;
    return original.apply(backend, args);
  };
  t.teardown(() => {
    backend.readSync = original;
  });
  const readsBefore: Record<number, number> = {};
  await collect(config, networkOf(config), {
    each(record) {
      if (record.type === 'step') readsBefore[record.step] = reads;
      reads = 0;
    },
  });
  t.is(Object.keys(readsBefore).length, 60);
  t.deepEqual(
    Object.entries(readsBefore).filter(([, count]) => count > 0),
    [
      ['50', 1],
      ['60', 1],
    ],
  );
});

/** Sums of the pixels of every batch that a network is trained on. */
async function batchesSeenBy(kind: RunConfig['kind']): Promise<number[]> {
  const config = tinyConfig({ kind });
  const net = networkOf(config);
  const seen: number[] = [];
  const spy: Network = {
    ...net,
    // So that every pass is a single one and goes through `forward`.
    executionOf: () => 'composed',
    forward(images, pass) {
      if (pass.training) seen.push(tf.tidy(() => tf.sum(tf.mul(images, tf.range(0, 3))).dataSync()[0]!));
      return net.forward(images, pass);
    },
  };
  await collect(config, spy);
  return seen;
}

test.serial(
  'linear classifiers learn from every block after the last epoch, and at no other time',
  async t => {
    const config = tinyConfig({ depth: 14, probes: { measure: ['linear-classifiers'] } });
    const measured = epochs(await collect(config, networkOf(config))).map(({ rows }) => rows);
    t.deepEqual(
      measured.map(rows => rows['linear-classifiers']?.length),
      [undefined, undefined, 7],
    );
    const last = measured.at(-1)!['linear-classifiers']!;
    t.true(last.every(row => row.linear_error_pct > 0 && row.linear_error_pct <= 100));
    t.deepEqual([last[0]!.block_name, last[6]!.block_name], ['stem', 'stage3/block2']);
  },
);

test.serial('linear classifiers change nothing else, and leave no tensors', async t => {
  const config = tinyConfig();
  const asking: RunConfig = { ...config, probes: { measure: ['linear-classifiers'] } };
  const unasked = await collect(config, networkOf(config));
  const net = networkOf(config);
  const { numTensors } = tf.memory();
  const asked = await collect(asking, net);
  t.is(tf.memory().numTensors, numTensors);
  t.deepEqual(
    comparable(
      asked.map(record => (record.type === 'epoch' ? without(record, 'linear-classifiers') : record)),
    ),
    comparable(unasked),
  );
});

function without(record: EpochRecord, probe: ProbeName): EpochRecord {
  const { [probe]: _, ...rows } = record.rows;
  return { ...record, rows };
}
