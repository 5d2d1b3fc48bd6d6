import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import {
  fusedConvolution,
  fusedConvolutionGradients,
  fusedEmbed,
  fusedEmbedGradient,
  fusedMaxPool,
  fusedMaxPoolGradient,
  fusedMomentumUpdate,
  fusedMovingAverage,
  fusedNormalise,
  fusedNormaliseGradients,
} from '../../src/engine/fused-kernels.ts';
import { openEngine } from '../../src/engine/index.ts';
import type { Normalisation, Pooling } from '../../src/engine/kernels.ts';
import { POOLING } from '../../src/ops/max-pool.ts';
import { randomStream } from '../../src/random.ts';
import { exhaustive } from '../exhaustive.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { distance, normals, on } from '../ops/numbers.ts';
import { type ConvolutionGeometry, maxPooling, type Numbers, type Shape4, size } from '../ops/reference.ts';
import * as reference from './fused-reference.ts';
import { sizes, Tried, tiledSizes } from './sizes.ts';

test.before(buildKernels);

/** In terms of the largest number expected. */
const TOLERANCE = 1e-4;
const check = { seed: 1, includeErrorInReport: true };

type Side = readonly [rows: number, columns: number];

/** A normalisation that is there or not, and with ReLU or not. */
const normalisation = fc.constantFrom('none', 'linear', 'relu');
type How = 'none' | 'linear' | 'relu';

const ofAnySize = fc.record({
  sizes: sizes(40_000),
  // Of a text a filter sees neighbours in its row alone.
  kernel: fc.constantFrom<Side>([1, 1], [3, 3], [7, 7], [1, 3]),
  stride: fc.constantFrom(1, 2),
  norm: normalisation as fc.Arbitrary<How>,
  seed: fc.nat({ max: 1000 }),
});
/** What Winograd's algorithm is for, and sizes next to those. */
const tiled = fc.record({
  sizes: tiledSizes(300_000),
  kernel: fc.constant<Side>([3, 3]),
  stride: fc.constant(1),
  norm: normalisation as fc.Arbitrary<How>,
  seed: fc.nat({ max: 1000 }),
});

for (const { title, convolutions, numRuns } of [
  { title: 'any size', convolutions: ofAnySize, numRuns: 150 },
  { title: 'whole tiles', convolutions: tiled, numRuns: exhaustive ? 50 : 15 },
]) {
  testCompiled(
    `convolutions of normalised tensors, and their statistics, are those of plain loops: ${title}`,
    async t => {
      const tried = new Tried();
      const cases = fc.record({ conv: convolutions, withStatistics: fc.boolean() });
      const property = fc.asyncProperty(cases, async ({ conv, withStatistics }) => {
        tried.add(conv.sizes);
        const { geometry, x, filter, norm } = materialise(conv);
        const expected = reference.fusedConvolution(x, norm, filter, geometry);
        const actual = await onNative(() => {
          const image = tensor(x, geometry.x) as tf.Tensor4D;
          const w = tensor(filter, geometry.filter) as tf.Tensor4D;
          const { y, statistics } = fusedConvolution(image, tensors(norm), w, conv.stride, withStatistics);
          if (!!statistics !== withStatistics) throw new Error('statistics are not as asked for');
          return { y, ...statistics };
        });
        mustBe(actual, withStatistics ? { ...expected } : { y: expected.y });
      });
      await t.notThrowsAsync(fc.assert(property, { ...check, numRuns }));
      if (convolutions === ofAnySize) t.deepEqual(tried.missing(), []);
    },
  );

  testCompiled(
    `gradients of such convolutions, of complete and incomplete ones, are those of plain loops: ${title}`,
    async t => {
      const tried = new Tried();
      const cases = fc.record({
        conv: convolutions,
        incoming: normalisation as fc.Arbitrary<How>,
        wanted: fc.record({ filter: fc.boolean(), input: fc.boolean() }),
        withAddition: fc.boolean(),
      });
      const property = fc.asyncProperty(cases, async ({ conv, incoming, wanted, withAddition }) => {
        tried.add(conv.sizes);
        const { geometry, x, filter, norm } = materialise(conv);
        const dy = normals(size(geometry.y), conv.seed, 'dy');
        const channels = geometry.y[3];
        const outNorm = normOf(channels, incoming, conv.seed, 'incoming');
        const incomplete = outNorm && {
          tensor: normals(dy.length, conv.seed, 'response'),
          norm: outNorm,
          sums: { offset: normals(channels, conv.seed, 'Σ g'), scale: normals(channels, conv.seed, 'Σ g x̂') },
        };
        const expected = reference.fusedConvolutionGradients(dy, incomplete, x, norm, filter, geometry);
        // To the gradient of what was normalised nothing can be added: that has one reader.
        const added = withAddition && wanted.input && !norm ? normals(x.length, conv.seed, 'added') : null;
        const actual = await onNative(() => {
          const gradients = fusedConvolutionGradients(
            tensor(dy, geometry.y) as tf.Tensor4D,
            incomplete && {
              tensor: tensor(incomplete.tensor, geometry.y) as tf.Tensor4D,
              norm: tensors(incomplete.norm)!,
              sums: { offset: vector(incomplete.sums.offset), scale: vector(incomplete.sums.scale) },
            },
            tensor(x, geometry.x) as tf.Tensor4D,
            tensors(norm),
            tensor(filter, geometry.filter) as tf.Tensor4D,
            conv.stride,
            wanted,
            added && (tensor(added, geometry.x) as tf.Tensor4D),
          );
          return {
            ...(gradients.filter && { filter: gradients.filter }),
            ...(gradients.input && { input: gradients.input }),
            ...gradients.sums,
          };
        });
        const { filter: dFilter, input, sums } = expected;
        mustBe(actual, {
          ...(wanted.filter && { filter: dFilter }),
          ...(wanted.input && { input: input.map((value, i) => value + (added?.[i] ?? 0)), ...sums }),
        });
      });
      await t.notThrowsAsync(fc.assert(property, { ...check, numRuns }));
      if (convolutions === ofAnySize) t.deepEqual(tried.missing(), []);
    },
  );
}

testCompiled(
  'normalisation with and without shortcut, and its gradients, are those of plain loops',
  async t => {
    const tried = new Tried();
    const cases = fc.record({
      // Outputs play no part here.
      sizes: sizes(60_000),
      relu: fc.boolean(),
      withShortcut: fc.boolean(),
      seed: fc.nat({ max: 1000 }),
    });
    const property = fc.asyncProperty(cases, async ({ sizes, relu, withShortcut, seed }) => {
      tried.add(sizes);
      const shape = [sizes.batch, sizes.height, sizes.width, sizes.inputs] as const;
      const norm = normOf(shape[3], relu ? 'relu' : 'linear', seed, 'norm')!;
      const [x, shortcut, dy] = ['x', 'shortcut', 'dy'].map(name => normals(size(shape), seed, name));
      const y = reference.normalise(x!, norm, withShortcut ? shortcut! : null);
      const { before, sums } = reference.normaliseGradients(dy!, x!, norm, y);
      const actual = await onNative(() => {
        const [image, added, gradient, came] = [x!, shortcut!, dy!, y].map(
          values => tensor(values, shape) as tf.Tensor4D,
        );
        const values = tensors(norm)!;
        const gradients = fusedNormaliseGradients(gradient!, image!, values, came!);
        return {
          y: fusedNormalise(image!, values, withShortcut ? added! : null),
          before: gradients.before,
          ...gradients.sums,
        };
      });
      mustBe(actual, { y, before, ...sums });
    });
    await t.notThrowsAsync(fc.assert(property, { ...check, numRuns: 100 }));
    t.deepEqual(tried.missing(), []);
  },
);

const windows = fc.record({
  // Outputs play no part here.
  sizes: sizes(60_000),
  filterSize: fc.constantFrom(2, 3, 5),
  strides: fc.integer({ min: 1, max: 3 }),
  // Of few different values, so that most windows have several that are the largest.
  ties: fc.boolean(),
  seed: fc.nat({ max: 1000 }),
});

testCompiled('max pooling of any window, and its gradient, are those of plain loops', async t => {
  const tried = new Tried();
  const property = fc.asyncProperty(windows, async ({ sizes, filterSize, strides, ties, seed }) => {
    tried.add(sizes);
    const { batch, height, width, inputs } = sizes;
    const [before, after] = [Math.floor((filterSize - 1) / 2), Math.ceil((filterSize - 1) / 2)];
    const out = (side: number) => Math.floor((side - 1) / strides) + 1;
    const geometry = {
      x: [batch, height, width, inputs] as const,
      y: [batch, out(height), out(width), inputs] as const,
      window: [filterSize, filterSize],
      strides: [strides, strides],
      before: [before, before],
    } as const;
    const pooling: Pooling = {
      filterSize,
      strides,
      pad: [
        [0, 0],
        [before, after],
        [before, after],
        [0, 0],
      ],
    };
    const x = normals(size(geometry.x), seed, 'x').map(value => (ties ? Math.round(value) : value));
    const dy = normals(size(geometry.y), seed, 'dy');
    const expected = maxPooling(x, dy, geometry);
    const actual = await onNative(() => {
      const image = tensor(x, geometry.x) as tf.Tensor4D;
      const gradient = tensor(dy, geometry.y) as tf.Tensor4D;
      return {
        y: fusedMaxPool(image, pooling),
        dx: fusedMaxPoolGradient(gradient, image, pooling),
      };
    });
    mustBe(actual, { ...expected });
    if (distance(actual.y!, expected.y) > 0) throw new Error('the largest values are not as they were');
  });
  await t.notThrowsAsync(fc.assert(property, { ...check, numRuns: 100 }));
  t.deepEqual(tried.missing(), []);
});

testCompiled(
  'rows that are looked up, and the gradient of their table, are those of plain loops',
  async t => {
    const cases = fc.record({
      batch: fc.integer({ min: 1, max: 9 }),
      width: fc.integer({ min: 1, max: 33 }),
      symbols: fc.integer({ min: 1, max: 70 }),
      channels: fc.integer({ min: 1, max: 70 }),
      seed: fc.nat({ max: 1000 }),
    });
    const property = fc.asyncProperty(cases, async ({ batch, width, symbols, channels, seed }) => {
      const { integer } = randomStream(seed, 'numbers');
      const numbers = Array.from({ length: batch * width }, () => integer(0, symbols - 1));
      const [table, dy] = [symbols, numbers.length].map(count => normals(count * channels, seed, `${count}`));
      const of = (values: Float64Array, row: number) => values.slice(row * channels, (row + 1) * channels);
      const gradient = new Float64Array(symbols * channels);
      for (const [place, row] of numbers.entries())
        of(dy!, place).forEach((value, channel) => {
          gradient[row * channels + channel]! += value;
        });
      const actual = await onNative(() => {
        const rows = tensor(numbers, [batch, 1, width, 1]) as tf.Tensor4D;
        const came = tensor(dy!, [batch, 1, width, channels]) as tf.Tensor4D;
        const vectors = tf.tensor2d(Float32Array.from(table!), [symbols, channels]);
        return { y: fusedEmbed(rows, vectors), gradient: fusedEmbedGradient(came, rows, symbols) };
      });
      mustBe(actual, { y: numbers.flatMap(row => [...of(table!, row)]), gradient });
    });
    await t.notThrowsAsync(fc.assert(property, { ...check, numRuns: 100 }));
  },
);

testCompiled('a number that stands for no row is an error, and nothing is read', async t => {
  await on('native', () =>
    tf.tidy(() => {
      const table = tf.ones<tf.Rank.R2>([3, 2]);
      for (const number of [-1, 3, Number.NaN]) {
        const rows = tf.tensor4d([0, number], [1, 1, 2, 1]);
        const got = `numbers must be from 0 to 2, got ${String(number).toLowerCase()}`;
        t.throws(() => fusedEmbed(rows, table), { instanceOf: RangeError, message: `embed: ${got}` });
        t.throws(() => fusedEmbedGradient(tf.ones([1, 1, 2, 2]), rows, 3), {
          instanceOf: RangeError,
          message: `embedGradient: ${got}`,
        });
      }
    }),
  );
});

testCompiled('pooled maps and their gradient are the same on any number of threads', async t => {
  const [x, dy] = [normals(7 * 25 * 17, 1, 'x'), normals(7 * 13 * 17, 1, 'dy')];
  const outcomes = [];
  for (const threads of [1, 2, 3]) {
    await openEngine('native', threads);
    outcomes.push(
      tf.tidy(() => {
        const image = tensor(x, [7, 1, 25, 17]) as tf.Tensor4D;
        const gradient = tensor(dy, [7, 1, 13, 17]) as tf.Tensor4D;
        const made = [fusedMaxPool(image, POOLING), fusedMaxPoolGradient(gradient, image, POOLING)];
        return made.map(values => values.dataSync().slice());
      }),
    );
  }
  t.deepEqual(outcomes[1], outcomes[0]);
  t.deepEqual(outcomes[2], outcomes[0]);
});

const lists = fc.record({
  counts: fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 9 }),
  rate: fc.constantFrom(1e-3, 0.1, 1),
  seed: fc.nat({ max: 1000 }),
});

testCompiled('updates with momentum, of any number of parameters, are those of plain loops', async t => {
  const cases = fc.record({
    lists,
    momentum: fc.constantFrom(0, 0.9),
    weightDecay: fc.constantFrom(0, 1e-4, 1),
  });
  const property = fc.asyncProperty(
    cases,
    async ({ lists: { counts, rate, seed }, momentum, weightDecay }) => {
      const parameters = counts.map((count, i) =>
        ['weight', 'velocity', 'gradient'].map(name => normals(count, seed, `${name} ${i}`)),
      ) as [Float64Array, Float64Array, Float64Array][];
      const expected = parameters.flatMap(([weight, velocity, gradient]) => {
        const v = velocity.map(
          (value, i) => momentum * value + rate * (gradient[i]! + weightDecay * weight[i]!),
        );
        return [weight.map((value, i) => value - v[i]!), v, gradient];
      });
      const actual = await onNative(() => {
        const updates = parameters.map(([weight, velocity, gradient]) => ({
          weight: tf.variable(vector(weight)),
          velocity: tf.variable(vector(velocity)),
          gradient: vector(gradient),
        }));
        fusedMomentumUpdate(updates, { rate, momentum, weightDecay });
        return updates.flatMap(({ weight, velocity, gradient }) => [weight, velocity, gradient]);
      });
      mustBe(actual, expected);
    },
  );
  await t.notThrowsAsync(fc.assert(property, { ...check, numRuns: 60 }));
});

testCompiled('moving averages, of any number of lists, are those of plain loops', async t => {
  const property = fc.asyncProperty(lists, async ({ counts, rate, seed }) => {
    const pairs = counts.map((count, i) =>
      ['moving', 'fresh'].map(name => normals(count, seed, `${name} ${i}`)),
    );
    const actual = await onNative(() => {
      const given = pairs.map(([moving, fresh]) => ({
        moving: tf.variable(vector(moving!)),
        fresh: vector(fresh!),
      }));
      fusedMovingAverage(given, rate);
      return given.flatMap(({ moving, fresh }) => [moving, fresh]);
    });
    mustBe(
      actual,
      pairs.flatMap(([moving, fresh]) => [
        moving!.map((old, i) => old * (1 - rate) + fresh![i]! * rate),
        fresh!,
      ]),
    );
  });
  await t.notThrowsAsync(fc.assert(property, { ...check, numRuns: 60 }));
});

interface Convolution {
  readonly sizes: { batch: number; height: number; width: number; inputs: number; outputs: number };
  readonly kernel: Side;
  readonly stride: number;
  readonly norm: How;
  readonly seed: number;
}

function materialise({ sizes, kernel, stride, norm: how, seed }: Convolution) {
  const { batch, height, width, inputs, outputs } = sizes;
  const [rows, columns] = kernel;
  const geometry: ConvolutionGeometry = {
    x: [batch, height, width, inputs],
    filter: [rows, columns, inputs, outputs],
    y: [batch, Math.ceil(height / stride), Math.ceil(width / stride), outputs],
    strides: [stride, stride],
    before: [(rows - 1) / 2, (columns - 1) / 2],
  };
  const norm = normOf(inputs, how, seed, 'norm');
  const x = normals(size(geometry.x), seed, 'x');
  return {
    geometry,
    norm,
    x: norm ? awayFromKinks(x, norm) : x,
    filter: normals(size(geometry.filter), seed, 'filter'),
  };
}

function normOf(channels: number, how: How, seed: number, name: string): reference.Norm | null {
  if (how === 'none') return null;
  const values = (what: string) => normals(channels, seed, `${name} ${what}`);
  return {
    mean: values('mean'),
    variance: values('variance').map(value => Math.fround(0.5 + value ** 2)),
    varianceFactor: seed % 2 === 0 ? 1 : 0.875,
    scale: values('scale').map(value => Math.fround(value + 0.5 * Math.sign(value))),
    offset: values('offset'),
    epsilon: 1e-5,
    relu: how === 'relu',
  };
}

/** At the kink of a ReLU, rounding decides which gradients get through: moves inputs that come out near zero. */
function awayFromKinks(x: Float64Array, norm: reference.Norm): Float64Array {
  const NEAR = 1e-3;
  const y = reference.affine(x, norm);
  return x.map((value, i) => {
    if (Math.abs(y[i]!) > NEAR) return value;
    const c = i % norm.mean.length;
    const deviation = Math.sqrt(norm.variance[c]! * norm.varianceFactor + norm.epsilon);
    return Math.fround(value + (3 * NEAR * deviation) / norm.scale[c]!);
  });
}

function tensor(values: Numbers, shape: Shape4): tf.Tensor {
  return tf.tensor(Float32Array.from(values), [...shape]);
}

function vector(values: Numbers): tf.Tensor1D {
  return tf.tensor1d(Float32Array.from(values));
}

function tensors(norm: reference.Norm | null): Normalisation | null {
  return (
    norm && {
      ...norm,
      mean: vector(norm.mean),
      variance: vector(norm.variance),
      scale: vector(norm.scale),
      offset: vector(norm.offset),
    }
  );
}

type Values = Readonly<Record<string, Numbers>> | readonly Numbers[];

/** The values of the tensors that are returned. */
function onNative(compute: () => Record<string, tf.Tensor> | tf.Tensor[]): Promise<Record<string, Numbers>> {
  return on('native', () =>
    tf.tidy(() => {
      const entries = Object.entries(compute()).map(([name, tensor]) => [name, tensor.dataSync().slice()]);
      return Object.fromEntries(entries);
    }),
  );
}

function mustBe(actual: Readonly<Record<string, Numbers>>, expected: Values): void {
  const names = Object.keys(expected);
  if (String(Object.keys(actual)) !== String(names)) throw new Error(`${Object.keys(actual)}, not ${names}`);
  for (const [name, values] of Object.entries(expected)) {
    const difference = distance(actual[name]!, values, 0);
    if (!(difference <= TOLERANCE)) throw new Error(`${name} is ${difference} off`);
  }
}
