import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { activatedBehind } from '../../src/model/describe-block.ts';
import { describeNetwork } from '../../src/model/describe-network.ts';
import { initializer } from '../../src/model/initializers.ts';
import { layerShapes, parametersOf } from '../../src/model/layer-shapes.ts';
import { convolutionUnit } from '../../src/model/layers.ts';
import { buildNetwork, type NetworkOptions } from '../../src/model/network.ts';
import { Parameters } from '../../src/model/parameters.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

const paper: NetworkOptions = {
  kind: 'residual',
  depth: 8,
  width: 4,
  shortcut: 'A',
  batchNorm: true,
  channels: 3,
  classes: 10,
  seed: 1,
};

test('parameters are those of the paper’s networks, without a value in memory', t => {
  const { numTensors } = tf.memory();
  const count = (options: Partial<NetworkOptions>, side: number) =>
    parametersOf(layerShapes(describeNetwork({ ...paper, ...options }), [side, side, 3]));
  const cifar = [20, 32, 44, 56, 110].map(depth => count({ depth, width: 16 }, 32));
  t.deepEqual(cifar, [269_722, 464_154, 658_586, 853_018, 1_727_962]);
  const resnet50 = { family: 'imagenet', block: 'bottleneck', shortcut: 'B', depth: 50, width: 64 } as const;
  t.is(count(resnet50, 224), 25_557_032);
  t.is(tf.memory().numTensors, numTensors);
});

const networks: [what: string, options: Partial<NetworkOptions>][] = [
  ['a plain network', { kind: 'plain', depth: 14 }],
  ...(['A', 'B', 'C', 'scaled', 'gated', 'dropout'] as const).map(
    shortcut => [`shortcut ${shortcut}`, { shortcut }] as [string, Partial<NetworkOptions>],
  ),
  ['bottlenecks', { block: 'bottleneck', depth: 11, shortcut: 'B' }],
  ['pre-activation', { order: 'pre-activation', shortcut: 'gated' }],
  ['no batch normalisation', { batchNorm: false }],
  ['pre-activation without batch normalisation', { order: 'pre-activation', batchNorm: false }],
  ['a network for ImageNet', { family: 'imagenet', block: 'bottleneck', shortcut: 'B', depth: 50, width: 1 }],
  ['five channels and two classes', { channels: 5, classes: 2 }],
  ['a network for text', { family: 'text', depth: 9, channels: 1, symbols: 7 }],
  ['a plain network for text', { family: 'text', kind: 'plain', depth: 17, channels: 1, symbols: 7 }],
];

for (const [what, changed] of networks) {
  test(`what is described is what is built and what images go through: ${what}`, t => {
    const options = { ...paper, ...changed };
    // Sides that differ, and that halving does not always divide.
    const [height, width] = [22, 33];
    const layers = layerShapes(describeNetwork(options), [height, width, options.channels]);
    const network = buildNetwork(options);
    const { parameters } = network;
    t.is(parametersOf(layers), parameters.count());
    const weighted = layers.filter(({ kind }) => ['embedding', 'convolution', 'dense'].includes(kind));
    t.deepEqual(
      weighted.map(({ name }) => name),
      parameters.layers.map(({ name }) => name),
    );
    t.deepEqual(
      weighted.map(({ kind, kernel = [1, 1], input, output }) => [
        ...kernel,
        kind === 'embedding' ? options.symbols : input[2],
        output[2],
      ]),
      parameters.layers.map(({ kernel: { shape } }) => (shape.length === 2 ? [1, 1, ...shape] : shape)),
    );
    const responses = new Map<string, number[]>();
    const boundaries: number[][] = [];
    const logits = tf.tidy(
      () =>
        network.forward(tf.ones([2, height, width, options.channels]), {
          training: false,
          batchStatistics: [],
          observe: (index, { shape }) => responses.set(parameters.layers[index]!.name, shape.slice(1)),
          boundary: (maps, index) => {
            boundaries[index] = maps.shape.slice(1);
            return maps;
          },
        }).shape,
    );
    for (const { kind, name, output } of layers) {
      if (kind === 'convolution') t.deepEqual(responses.get(name), [...output], name);
    }
    const outputs = boundaries.map((_, index) => layers.findLast(({ block }) => block === index)!.output);
    t.deepEqual(boundaries, outputs as unknown as number[][]);
    t.deepEqual(logits, [2, ...layers.at(-1)!.output.slice(2)]);
    network.dispose();
  });
}

test('a widened network has the layers and the first weights of one with so many more filters', t => {
  const options = {
    kind: 'plain',
    depth: 8,
    shortcut: 'A',
    batchNorm: true,
    channels: 3,
    classes: 10,
  } as const;
  const [widened, wide] = [
    { ...options, width: 3, widening: 4 },
    { ...options, width: 12 },
  ];
  t.deepEqual(
    layerShapes(describeNetwork(widened), [8, 8, 3]),
    layerShapes(describeNetwork(wide), [8, 8, 3]),
  );
  const [one, other] = [widened, wide].map(each => buildNetwork({ ...each, seed: 1 }));
  const kernels = [one, other].map(network =>
    network!.parameters.layers.map(({ kernel }) => kernel.dataSync()),
  );
  t.deepEqual(kernels[0], kernels[1]);
  one!.dispose();
  other!.dispose();
});

test('a filter of one row goes over maps of one row', t => {
  const convolution = { name: 'conv', kernel: [1, 3], stride: 2, inputs: 4, filters: 6 } as const;
  const unit = activatedBehind(convolution, true, true);
  const parameters = new Parameters();
  const layer = convolutionUnit(parameters, initializer(1), unit);
  const described = layerShapes(
    {
      stem: { embedding: null, unit, pooled: false },
      blocks: [],
      last: null,
      head: { name: 'head', inputs: 6, outputs: 2 },
    },
    [1, 9, 4],
  );
  const { shape } = tf.tidy(() =>
    layer(mapsOf(tf.ones([2, 1, 9, 4])), { training: false, batchStatistics: [] }).toTensor(),
  );
  t.deepEqual(shape, [2, 1, 5, 6]);
  t.deepEqual(described[0]!.output, [1, 5, 6]);
  t.deepEqual(parameters.layers[0]!.kernel.shape, [1, 3, 4, 6]);
  t.is(described[0]!.parameters, 72);
  parameters.dispose();
});
