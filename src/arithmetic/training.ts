import * as tf from '@tensorflow/tfjs';
import { hasFusedKernels } from '../engine/fused-kernels.ts';
import type { PassHooks } from '../model/layers.ts';
import { buildNetwork, type NetworkOptions } from '../model/network.ts';
import { lossAndGradients, updateMovingStatistics } from '../model/training-pass.ts';
import { createOptimizer } from '../optimizers/create.ts';
import type { OptimizerOptions } from '../optimizers/optimizer.ts';
import { optimizers } from '../optimizers/registry.ts';
import { normals } from './numbers.ts';
import type { Results } from './operations.ts';

const IMAGES = 5;
const SIDE = 8;
/** Of a text: halved three times, it is odd. */
const LENGTH = 21;
const SYMBOLS = 11;

const paper = { depth: 8, channels: 3, classes: 10, seed: 1, shortcut: 'A', batchNorm: true } as const;
const text = { ...paper, family: 'text', depth: 9, channels: 1, symbols: SYMBOLS, classes: 2 } as const;

/** Channels below, at and beyond the lengths of vectors, with shortcuts of both kinds. */
const networks: readonly NetworkOptions[] = [
  { ...paper, kind: 'plain', width: 4 },
  { ...paper, kind: 'residual', width: 4 },
  { ...paper, kind: 'residual', width: 9, shortcut: 'B' },
  { ...paper, kind: 'residual', width: 4, shortcut: 'gated', order: 'pre-activation' },
  { ...paper, kind: 'plain', width: 4, batchNorm: false },
  { ...text, kind: 'plain', width: 4 },
  { ...text, kind: 'residual', width: 9 },
  { ...text, kind: 'residual', width: 16 },
];

/** A step of training of small networks, fused where the engine does that and composed, and updates on their own. */
export function trainingResults(): Results {
  // Whoever looks between layers keeps them from being fused; where nothing is, that changes nothing.
  const passes: PassHooks[] = hasFusedKernels() ? [{}, { boundary: maps => maps }] : [{}];
  const steps = networks.flatMap((options, i) =>
    passes.map((pass, j) => step(`network ${i} ${j}`, options, pass)),
  );
  return [...steps, ...updates()];
}

function step(name: string, options: NetworkOptions, pass: PassHooks): Results[number] {
  const network = buildNetwork(options);
  const { trainable } = network.parameters;
  const optimizer = createOptimizer({ name: 'momentum', options: { momentum: 0.9 } }, trainable);
  const inputs = inputsOf(options);
  const labels = tf.tensor1d(
    Array.from({ length: IMAGES }, (_, i) => (7 * i) % options.classes),
    'int32',
  );
  const unchanged = { batch: <T>(batch: T) => batch, pass, gradients: <T>(gradients: T) => gradients };
  const computed = lossAndGradients(network, { inputs, labels }, unchanged);
  const { loss, gradients, batchStatistics } = computed;
  optimizer.step(gradients, 0.1, 1e-4);
  updateMovingStatistics(batchStatistics);
  const logits = network.forward(inputs, { training: false, batchStatistics: [], ...pass });
  const statistics = batchStatistics.flatMap(({ moving }) => [moving.mean, moving.variance]);
  // Copies, as what they are of is freed here.
  const results = [loss, ...gradients.values(), ...trainable.values(), ...statistics].map(value =>
    tf.mul(value, 1),
  );
  computed.dispose();
  optimizer.dispose();
  network.dispose();
  return [name, [...results, logits]];
}

/** Normal pixels, or texts in which all symbols stand. */
function inputsOf({ family }: NetworkOptions): tf.Tensor4D {
  if (family !== 'text') return normals<tf.Rank.R4>([IMAGES, SIDE, SIDE, 3], 'images');
  const numbers = Array.from({ length: IMAGES * LENGTH }, (_, i) => (4 * i) % SYMBOLS);
  return tf.tensor4d(numbers, [IMAGES, 1, LENGTH, 1]);
}

/** Two steps of every optimizer, of parameters of any size. */
function updates(): Results {
  return optimizers.map(({ name, parameters }) => {
    const sizes = [1, 16, 37];
    const weights = new Map(sizes.map(size => [`${size}`, tf.variable(normals([size], 'weight', size))]));
    const optimizer = createOptimizer({ name, options: parameters.parse({}) as OptimizerOptions }, weights);
    for (const when of [1, 2]) {
      const gradients = sizes.map(size => [`${size}`, normals([size], 'gradient', size, when)] as const);
      optimizer.step(new Map(gradients), 0.1 / when, 1e-4);
    }
    const results = [...weights.values(), ...optimizer.state.values()].map(value => tf.mul(value, 1));
    optimizer.dispose();
    tf.dispose([...weights.values()]);
    return [`updates by ${name}`, results] as const;
  });
}
