import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import fc from 'fast-check';
import { distance, engines, normals, on } from '../ops/numbers.ts';
import {
  type ConvolutionGeometry,
  centralDifference,
  convolution,
  convolutionGradients,
  dot,
  size,
} from '../ops/reference.ts';
import { trainingEngine } from '../training-engine.ts';

type Padding = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];
type Size4 = [number, number, number, number];

interface Case {
  readonly x: Size4;
  readonly filter: Size4;
  readonly strides: [number, number];
  readonly pad: Padding;
}

const TOLERANCE = 2e-6;

/** What the networks use: 1×1, 3×3 and 7×7, padded on both sides alike. */
const networkCases = fc
  .record({
    kernel: fc.constantFrom(1, 3, 7),
    stride: fc.constantFrom(1, 2),
    batch: fc.integer({ min: 1, max: 5 }),
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    inputs: fc.integer({ min: 1, max: 9 }),
    outputs: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ kernel, stride, batch, height, width, inputs, outputs }): Case => {
    const side = (kernel - 1) / 2;
    return {
      x: [batch, height, width, inputs],
      filter: [kernel, kernel, inputs, outputs],
      strides: [stride, stride],
      pad: [
        [0, 0],
        [side, side],
        [side, side],
        [0, 0],
      ],
    };
  });

/** What the kernels promise beyond that: any stride, any padding. */
const anyCases = fc
  .record({
    rows: fc.integer({ min: 1, max: 4 }),
    columns: fc.integer({ min: 1, max: 4 }),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    batch: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 4, max: 8 }),
    width: fc.integer({ min: 4, max: 8 }),
    inputs: fc.integer({ min: 1, max: 3 }),
    outputs: fc.integer({ min: 1, max: 3 }),
    sides: fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.nat({ max: 2 })),
    kind: fc.constantFrom('same', 'valid', 'explicit'),
  })
  .map(({ rows, columns, strides, batch, height, width, inputs, outputs, sides, kind }): Case => {
    const [top, bottom, left, right] = sides;
    return {
      x: [batch, height, width, inputs],
      filter: [rows, columns, inputs, outputs],
      strides,
      pad:
        kind === 'explicit'
          ? [
              [0, 0],
              [top, bottom],
              [left, right],
              [0, 0],
            ]
          : (kind as 'same' | 'valid'),
    };
  });

for (const [what, cases, numRuns] of [
  ['of the networks’ convolutions', networkCases, 60],
  ['of convolutions of any stride and padding', anyCases, 60],
] as const) {
  test.serial(`both gradients ${what} are those of plain loops, on ${engines.join(' and on ')}`, async t => {
    const property = fc.asyncProperty(cases, fc.nat({ max: 1000 }), async (conv, seed) => {
      const { x, filter, dy, geometry } = materialise(conv, seed);
      const expected = convolutionGradients(x, filter, dy, geometry);
      for (const engine of engines) {
        const actual = await on(engine, () => tfjsGradients(conv, x, filter, dy, geometry));
        for (const [name, difference] of [
          ['dx', distance(actual.dx, expected.dx)],
          ['dFilter', distance(actual.dFilter, expected.dFilter)],
        ] as const) {
          if (!(difference < TOLERANCE)) throw new Error(`${engine}: ${name} is ${difference} off`);
        }
      }
    });
    await t.notThrowsAsync(fc.assert(property, { numRuns, includeErrorInReport: true }));
  });
}

test.serial(
  `the networks’ convolutions are those of plain loops, on ${engines.join(' and on ')}`,
  async t => {
    const property = fc.asyncProperty(networkCases, fc.nat({ max: 1000 }), async (conv, seed) => {
      const { x, filter, geometry } = materialise(conv, seed);
      for (const engine of engines) {
        const y = await on(engine, () =>
          tf.tidy(() => {
            const [image, w] = [
              tf.tensor(Float32Array.from(x), conv.x),
              tf.tensor(Float32Array.from(filter), conv.filter),
            ];
            return tf
              .conv2d(image as tf.Tensor4D, w as tf.Tensor4D, conv.strides, conv.pad)
              .dataSync()
              .slice();
          }),
        );
        const difference = distance(y, convolution(x, filter, geometry));
        if (!(difference < TOLERANCE)) throw new Error(`${engine} is ${difference} off`);
      }
    });
    await t.notThrowsAsync(fc.assert(property, { numRuns: 40, includeErrorInReport: true }));
  },
);

test.serial('both gradients are the central differences of the forward pass', async t => {
  const property = fc.asyncProperty(networkCases, fc.nat({ max: 1000 }), async (conv, seed) => {
    const { x, filter, dy, geometry } = materialise(conv, seed);
    const { dx, dFilter } = await on(trainingEngine, () => tfjsGradients(conv, x, filter, dy, geometry));
    const loss = () => dot(convolution(x, filter, geometry), dy);
    for (const [values, gradient] of [
      [x, dx],
      [filter, dFilter],
    ] as const) {
      for (const index of [0, seed % values.length, values.length - 1]) {
        const difference = Math.abs(centralDifference(loss, values, index) - gradient[index]!);
        if (!(difference < 1e-4)) throw new Error(`coordinate ${index} is ${difference} off`);
      }
    }
  });
  await t.notThrowsAsync(fc.assert(property, { numRuns: 40, includeErrorInReport: true }));
});

test.serial('a gradient of a convolution leaves no tensors behind', async t => {
  await on(trainingEngine, () => {
    const x = tf.ones([2, 6, 6, 3]) as tf.Tensor4D;
    const filter = tf.ones([3, 3, 3, 4]) as tf.Tensor4D;
    const gradients = () =>
      tf.dispose(
        tf.grads((a: tf.Tensor, b: tf.Tensor) =>
          tf.sum(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same')),
        )([x, filter]),
      );
    gradients();
    const { numTensors } = tf.memory();
    gradients();
    t.is(tf.memory().numTensors, numTensors);
    tf.dispose([x, filter]);
  });
});

test.serial('the gradient of a loss through two convolutions of one filter adds both ways', async t => {
  const x = normals(2 * 5 * 5 * 3, 1, 'x');
  const filter = normals(3 * 3 * 3 * 3, 1, 'filter');
  const trained = await on(trainingEngine, twice);
  t.true(distance(trained, await on('cpu', twice)) < TOLERANCE);

  function twice() {
    return tf.tidy(() => {
      const image = tf.tensor(Float32Array.from(x), [2, 5, 5, 3]) as tf.Tensor4D;
      const loss = (w: tf.Tensor) => {
        const once = tf.conv2d(image, w as tf.Tensor4D, 1, 'same');
        return tf.sum(tf.square(tf.conv2d(once, w as tf.Tensor4D, 2, 'same')));
      };
      return Float32Array.from(
        tf
          .grad(loss)(tf.tensor(Float32Array.from(filter), [3, 3, 3, 3]))
          .dataSync(),
      );
    });
  }
});

function materialise(conv: Case, seed: number) {
  const { strides, pad } = conv;
  const info = tf.backend_util.computeConv2DInfo(conv.x, conv.filter, strides, 1, pad);
  const geometry: ConvolutionGeometry = {
    x: conv.x,
    filter: conv.filter,
    y: info.outShape as Size4,
    strides,
    before: [info.padInfo.top, info.padInfo.left],
  };
  return {
    geometry,
    x: normals(size(conv.x), seed, 'x'),
    filter: normals(size(conv.filter), seed, 'filter'),
    dy: normals(size(geometry.y), seed, 'dy'),
  };
}

function tfjsGradients(
  conv: Case,
  x: Float64Array,
  filter: Float64Array,
  dy: Float64Array,
  geometry: ConvolutionGeometry,
) {
  return tf.tidy(() => {
    const apply = (image: tf.Tensor, w: tf.Tensor) =>
      tf.conv2d(image as tf.Tensor4D, w as tf.Tensor4D, conv.strides, conv.pad);
    const inputs = [
      tf.tensor(Float32Array.from(x), conv.x),
      tf.tensor(Float32Array.from(filter), conv.filter),
    ];
    const [dx, dFilter] = tf.grads(apply)(inputs, tf.tensor(Float32Array.from(dy), geometry.y as Size4));
    return { dx: dx!.dataSync().slice(), dFilter: dFilter!.dataSync().slice() };
  });
}
