/** Whole networks on the engine `native` beside the same ones on wasm, and on one thread beside several. */
import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { openEngine } from '../../src/engine/index.ts';
import type { EngineName } from '../../src/engine/registry.ts';
import { wasmHeapBytes } from '../../src/engine/wasm.ts';
import type { NetworkOptions } from '../../src/model/network.ts';
import { lossAndGradients, updateMovingStatistics } from '../../src/model/training-pass.ts';
import { layerResponses } from '../../src/probes/measure/layer-responses.ts';
import { exhaustive } from '../exhaustive.ts';
import { network } from '../model/networks.ts';
import { buildKernels, exhaustivelyCompiled, testCompiled } from '../native/fixtures.ts';
import { distance } from '../ops/numbers.ts';
import { momentumOf } from '../optimizers/momentum-of.ts';
import { networkOf, randomBatch, splitsOf, tinyConfig } from './tiny.ts';

test.before(buildKernels);

const every: [what: string, options: Partial<NetworkOptions>][] = [
  ...[true, false].flatMap(batchNorm => [
    ['plain', { kind: 'plain' as const, batchNorm }] as const,
    ...(['A', 'B', 'C'] as const).map(
      shortcut =>
        [`residual with shortcuts ${shortcut}`, { kind: 'residual' as const, shortcut, batchNorm }] as const,
    ),
  ]),
].map(([what, options]) => [`${what}${options.batchNorm ? '' : ', without batch normalisation'}`, options]);

for (const [what, options] of every) {
  testCompiled(`loss, gradients and statistics of a network are those of wasm: ${what}`, async t => {
    for (const [depth, width] of [
      [8, 12],
      [14, 9],
      [20, 4],
    ] as const) {
      const [native, wasm] = await both(() => gradientsOf({ ...options, depth, width }));
      t.deepEqual([...native.keys()], [...wasm.keys()]);
      for (const [name, values] of wasm) {
        t.true(distance(native.get(name)!, values, 0) < 1e-4, `${depth} layers, width ${width}: ${name}`);
      }
    }
  });

  testCompiled(`logits and responses in evaluation are those of wasm: ${what}`, async t => {
    const [native, wasm] = await both(() => evaluationOf({ ...options, depth: 14, width: 12 }));
    t.true(distance(native.logits, wasm.logits, 0) < 1e-4);
    // What is observed is not fused: the same sums in another order.
    t.true(distance(native.observed, native.logits, 0) < 1e-5);
    t.is(native.responses.length, wasm.responses.length);
    for (const [layer, std] of wasm.responses.entries()) {
      t.true(distance([native.responses[layer]!], [std], 0) < 1e-4, `layer ${layer}`);
    }
  });
}

const imagenet = { family: 'imagenet', depth: 50, block: 'bottleneck', shortcut: 'B' } as const;

// Of fifty layers on so few pixels some ReLU is always near its kink, and gradients before it are not comparable.
testCompiled('loss, statistics and logits of a residual network for ImageNet are those of wasm', async t => {
  const options = { ...imagenet, kind: 'residual', width: 6 } as const;
  const [native, wasm] = await both(() => gradientsOf(options, 6, 64));
  t.deepEqual([...native.keys()], [...wasm.keys()]);
  for (const [name, values] of wasm) {
    if (!/^(loss|mean|variance|head)/.test(name)) continue;
    t.true(distance(native.get(name)!, values, 0) < 1e-3, name);
  }
  const [here, there] = await both(() => evaluationOf(options, 64));
  t.true(distance(here.logits, there.logits, 0) < 1e-3);
});

exhaustivelyCompiled(
  'ResNet-50 goes forward and back at 224×224 pixels, and every parameter gets a gradient',
  async t => {
    await openEngine('native', 2);
    const net = network({ ...imagenet, kind: 'residual', width: 64 });
    t.is(net.parameters.count(), 25_557_032);
    const before = tf.memory().numTensors;
    const batch = randomBatch(2, 224);
    const { loss, gradients, dispose } = lossAndGradients(net, batch);
    t.true(Number.isFinite(loss.dataSync()[0]));
    t.is(gradients.size, net.parameters.trainable.size);
    for (const [name, gradient] of gradients) {
      const sum = tf.tidy(() => tf.sum(tf.abs(gradient)).dataSync()[0]!);
      t.true(Number.isFinite(sum) && sum > 0, `${name}: ${sum}`);
    }
    dispose();
    tf.dispose([batch.inputs, batch.labels]);
    t.is(tf.memory().numTensors, before);
    net.dispose();
  },
);

/*
 * Training amplifies rounding: where wasm starts from weights that are 1e-6 larger, its losses part from its own just
 * as far as those of native do. Deep networks stay together only at small learning rates, plain ones not for long.
 */
const trainings = [
  ['plain', 8, 12, 2e-3, 50],
  ['plain', 8, 16, 2e-3, 50],
  ['residual', 8, 12, 2e-3, 50],
  ['residual', 8, 16, 2e-3, 50],
  ['residual', 20, 8, 2e-4, 50],
  ['plain', 20, 8, 2e-4, 20],
] as const;

// Where rounding is amplified the most.
for (const [kind, depth, width, rate, steps] of exhaustive ? trainings : trainings.slice(-2)) {
  testCompiled(
    `in ${steps} steps a ${kind} network of ${depth} layers and width ${width} has the losses that it has on wasm`,
    async t => {
      const [native, wasm] = await both(() => losses(kind, depth, width, rate, steps));
      t.is(wasm.length, steps);
      const apart = wasm.map((loss, step) => Math.abs(native[step]! / loss - 1));
      t.log(`${(100 * Math.max(...apart)).toFixed(3)} % apart`);
      for (const [step, share] of apart.entries()) t.true(share < 0.01, `step ${step}: ${share}`);
      // They learn, and in doing so take every kernel's results back into their weights.
      if (depth === 8) t.true(wasm.at(-1)! < wasm[0]! - 0.1, `${wasm[0]} to ${wasm.at(-1)}`);
    },
  );
}

testCompiled('loss and gradients are the same to the bit on one thread, two and three', async t => {
  for (const [what, options] of every) {
    // Batches that can be shared evenly, and that cannot.
    for (const count of [1, 7, 16]) {
      const outcomes: Map<string, tf.TypedArray>[] = [];
      for (const threads of [1, 2, 3]) {
        await openEngine('native', threads);
        outcomes.push(await gradientsOf({ ...options, width: 12 }, count));
      }
      t.deepEqual(outcomes[1], outcomes[0], `${what}, ${count} images`);
      t.deepEqual(outcomes[2], outcomes[0], `${what}, ${count} images`);
    }
  }
});

testCompiled('training adds no tensors, and the heap is as large after ten steps as after two', async t => {
  await openEngine('native', 2);
  for (const [what, options] of every) {
    const net = network({ ...options, width: 8 });
    const optimizer = momentumOf(net.parameters.trainable);
    const batch = randomBatch(16, 16);
    const step = () => {
      const pass = lossAndGradients(net, batch);
      optimizer.step(pass.gradients, 1e-3, 1e-4);
      updateMovingStatistics(pass.batchStatistics);
      pass.dispose();
    };
    step();
    step();
    const before = [tf.memory().numTensors, wasmHeapBytes()];
    for (let i = 0; i < 8; i++) step();
    t.deepEqual([tf.memory().numTensors, wasmHeapBytes()], before, what);
    optimizer.dispose();
    net.dispose();
  }
});

async function both<R>(compute: () => Promise<R>): Promise<[native: R, wasm: R]> {
  const on = async (engine: EngineName) => {
    await openEngine(engine);
    return compute();
  };
  return [await on('native'), await on('wasm')];
}

/** The loss, all gradients, and the batch's statistics, by name. */
async function gradientsOf(
  options: Partial<NetworkOptions>,
  count = 5,
  resolution = 16,
): Promise<Map<string, tf.TypedArray>> {
  const net = network(options);
  const pass = lossAndGradients(net, randomBatch(count, resolution));
  const statistics = pass.batchStatistics.flatMap(({ mean, variance }, i) => [
    [`mean ${i}`, mean] as const,
    [`variance ${i}`, variance] as const,
  ]);
  const tensors: (readonly [string, tf.Tensor])[] = [['loss', pass.loss], ...pass.gradients, ...statistics];
  const values = new Map(tensors.map(([name, tensor]) => [name, tensor.dataSync().slice()]));
  pass.dispose();
  net.dispose();
  return values;
}

async function evaluationOf(options: Partial<NetworkOptions>, resolution = 16) {
  const net = network(options);
  const batch = randomBatch(5, resolution);
  // Away from 0 and 1, where they start.
  updateMovingStatistics(lossAndGradients(net, batch).batchStatistics, 0.7);
  const logits = (observe?: () => void) =>
    tf.tidy(() =>
      net
        .forward(batch.inputs, { training: false, batchStatistics: [], ...(observe && { observe }) })
        .dataSync()
        .slice(),
    );
  const responses = (await layerResponses(net, batch)).map(({ std }) => std);
  const values = { logits: logits(), observed: logits(() => {}), responses };
  net.dispose();
  return values;
}

/** Of every step of a training on synthetic images. */
async function losses(
  kind: 'plain' | 'residual',
  depth: number,
  width: number,
  learningRate: number,
  steps: number,
) {
  const config = tinyConfig({
    kind,
    depth,
    network: { width },
    data: { resolution: 16, trainSize: 180 },
    recipe: { batchSize: 20 },
  });
  const net = networkOf(config);
  const optimizer = momentumOf(net.parameters.trainable);
  const splits = splitsOf(config);
  const values: number[] = [];
  for (let epoch = 1; values.length < steps; epoch++) {
    const options = { ...config.recipe, seed: 1, epoch };
    for await (const batch of splits.trainingBatches(options)) {
      const pass = lossAndGradients(net, batch);
      optimizer.step(pass.gradients, learningRate, 1e-4);
      updateMovingStatistics(pass.batchStatistics);
      values.push(pass.loss.dataSync()[0]!);
      pass.dispose();
      tf.dispose([batch.inputs, batch.labels]);
    }
  }
  net.dispose();
  return values.slice(0, steps);
}
