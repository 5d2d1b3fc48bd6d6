import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { hasFusedKernels } from '../../src/engine/fused-kernels.ts';
import { openEngine } from '../../src/engine/index.ts';
import type { EngineName } from '../../src/engine/registry.ts';
import type { Kind } from '../../src/model/config.ts';
import { describeNetwork } from '../../src/model/describe-network.ts';
import { layerShapes, parametersOf } from '../../src/model/layer-shapes.ts';
import type { Network, NetworkOptions } from '../../src/model/network.ts';
import { lossAndGradients, trainingPasses } from '../../src/model/training-pass.ts';
import { randomStream } from '../../src/random.ts';
import { distance } from '../ops/numbers.ts';
import { openTrainingEngine, trainingEngine } from '../training-engine.ts';
import { kinds, network } from './networks.ts';

test.beforeEach(openTrainingEngine);

const SYMBOLS = 30;
const options = { family: 'text', channels: 1, symbols: SYMBOLS, classes: 2, depth: 9 } as const;

const textNetwork = (changes: Partial<NetworkOptions> = {}) => network({ ...options, ...changes });

/** Rows of symbols, the labels in turn. */
function texts(count: number, length: number, seed = 1) {
  const { integer } = randomStream(seed, 'texts');
  const numbers = Array.from({ length: count * length }, () => integer(0, SYMBOLS - 1));
  return {
    inputs: tf.tensor4d(numbers, [count, 1, length, 1]),
    labels: tf.tensor1d(
      Array.from({ length: count }, (_, i) => i % 2),
      'int32',
    ),
  };
}

test.serial('depth counts convolutions alone, and all of them are one-dimensional', t => {
  for (const kind of kinds) {
    for (const depth of [9, 17, 29, 49]) {
      const net = textNetwork({ kind, depth, width: 1 });
      const filters = net.parameters.layers.filter(({ kernel }) => kernel.rank === 4);
      t.is(filters.length, depth);
      t.true(filters.every(({ kernel: { shape } }) => shape[0] === 1 && shape[1] === 3));
      net.dispose();
    }
  }
  t.throws(() => textNetwork({ depth: 20 }), {
    message:
      'depth must be 9, 17, 29 or 49, of basic blocks, for text, where convolutions alone are counted; got 20',
  });
  t.throws(() => textNetwork({ symbols: undefined }), { message: /has to know how many symbols there are/ });
});

test('stages halve the text and double the channels, and parameters are as counted by hand', t => {
  const described = describeNetwork({ ...options, kind: 'plain', width: 16, shortcut: 'A', batchNorm: true });
  const layers = layerShapes(described, [1, 100, 1]);
  const ends = [0, 1, 2, 3, 4].map(block => layers.findLast(layer => layer.block === block)!.output);
  t.deepEqual(ends as unknown, [
    [1, 100, 16],
    [1, 100, 16],
    [1, 50, 32],
    [1, 25, 64],
    [1, 13, 128],
  ]);
  const convolution = (inputs: number, outputs: number) => 3 * inputs * outputs + 2 * outputs;
  const stages = [16, 32, 64, 128].map((filters, i) => {
    const inputs = i === 0 ? 16 : filters / 2;
    return convolution(inputs, filters) + convolution(filters, filters);
  });
  const sum = stages.reduce((a, b) => a + b);
  t.is(parametersOf(layers), SYMBOLS * 16 + convolution(16, 16) + sum + 128 * 2 + 2);
});

test.serial('twins have the same layers and the same first values', async t => {
  const [plain, residual] = kinds.map(kind => textNetwork({ kind, depth: 17 }));
  const valuesOf = ({ parameters: { trainable } }: Network) =>
    [...trainable].map(([name, value]) => [name, value.shape, [...value.dataSync()]]);
  t.deepEqual(valuesOf(residual!), valuesOf(plain!));
});

// Channels of half a vector, one vector and more, for vectors of 4, 8 and 16 numbers.
for (const kind of kinds) {
  for (const [width, length] of [
    [3, 21],
    [8, 32],
    [16, 24],
  ] as const) {
    test.serial(
      `a ${kind} network of width ${width} has the loss and the gradients that it has on the backend cpu`,
      async t => {
        const own = await passOn(trainingEngine, kind, width, length);
        const cpu = await passOn('cpu', kind, width, length);
        for (const [i, name] of own.names.entries()) {
          t.true(distance(own.values[i]!, cpu.values[i]!, 1e-3) < 2e-4, name);
        }
      },
    );
  }
}

for (const kind of kinds) {
  test.serial(`passes of a ${kind} network one after the other are, to the bit, what single ones are`, t => {
    const net = textNetwork({ kind, depth: 17, width: 5 });
    const passes = trainingPasses(net);
    const batches = [texts(5, 21), texts(5, 21, 2), texts(3, 21), texts(3, 21, 2), texts(3, 21, 3)];
    for (const [step, batch] of batches.entries()) {
      const both = [passes.next(batch), lossAndGradients(net, batch)];
      const [one, other] = both.map(({ loss, gradients, batchStatistics }) =>
        [loss, ...gradients.values(), ...batchStatistics.flatMap(s => [s.mean, s.variance])].map(value =>
          value.dataSync().slice(),
        ),
      );
      t.deepEqual(one, other, `step ${step}`);
      for (const pass of both) pass.dispose();
    }
    passes.dispose();
    net.dispose();
  });
}

test.serial(
  'where layers are fused, those of a text are called once more as they were, from the second batch on',
  t => {
    if (!hasFusedKernels()) return t.pass();
    const net = textNetwork({ kind: 'residual' });
    const passes = trainingPasses(net);
    // What is called once more writes where it wrote.
    const written = [1, 2, 3].map(seed => {
      const pass = passes.next(texts(3, 21, seed));
      const { dataId } = pass.gradients.get('stem/embedding/kernel')!;
      pass.dispose();
      return dataId;
    });
    t.not(written[1], written[0]);
    t.is(written[2], written[1]);
    passes.dispose();
    net.dispose();
  },
);

/** Loss and gradients by name; all else that was allocated is gone. */
async function passOn(engine: EngineName, kind: Kind, width: number, length: number) {
  await openEngine(engine);
  return tf.tidy(() => {
    const net = textNetwork({ kind, width });
    const pass = lossAndGradients(net, texts(5, length));
    const values = [pass.loss, ...pass.gradients.values()].map(value => value.dataSync().slice());
    const names = ['loss', ...pass.gradients.keys()];
    pass.dispose();
    net.dispose();
    return { names, values };
  });
}
