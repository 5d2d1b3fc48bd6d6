import * as tf from '@tensorflow/tfjs';
import test, { type ExecutionContext } from 'ava';
import {
  fusedAveragePixels,
  fusedConvolution,
  fusedConvolutionGradients,
  fusedNormalise,
  fusedNormaliseGradients,
  fusedSpreadPixels,
} from '../../src/engine/fused-kernels.ts';
import type { Normalisation } from '../../src/engine/kernels.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { on } from '../ops/numbers.ts';

test.before(buildKernels);

/** Calls that cannot be answered, because there is no image, or because a tensor is gone. */
type Misuses = Readonly<Record<string, () => unknown>>;

testCompiled('a fused kernel that throws leaves nothing in the heap', async t => {
  await on('native', () => {
    tf.tidy(() => {
      const [none, y] = [tf.zeros([0, 4, 4, 3]) as tf.Tensor4D, tf.zeros([0, 4, 4, 8]) as tf.Tensor4D];
      const filter = tf.ones([3, 3, 3, 8]) as tf.Tensor4D;
      const norm = normalisation(3);
      const wanted = { filter: true, input: true };
      const shares = tf.zeros([0, 3]) as tf.Tensor2D;
      leavesNothing(t, RangeError, {
        convolution: () => fusedConvolution(none, norm, filter, 1, true),
        gradients: () => fusedConvolutionGradients(y, null, none, norm, filter, 1, wanted),
        normalise: () => fusedNormalise(none, norm, null),
        'its gradients': () => fusedNormaliseGradients(none, none, norm, none),
        'average of pixels': () => fusedAveragePixels(none),
        'its gradient': () => fusedSpreadPixels(shares, [0, 4, 4, 3]),
      });
    });
  });
});

for (const engine of ['native', 'wasm'] as const) {
  const tested = engine === 'native' ? testCompiled : test.serial;
  tested(`a kernel of ${engine} that throws leaves nothing in the heap`, async t => {
    await on(engine, () => {
      tf.tidy(() => {
        const x = tf.ones([2, 4, 4, 3]) as tf.Tensor4D;
        const filter = tf.ones([3, 3, 3, 8]) as tf.Tensor4D;
        const matrix = tf.ones([4, 4]) as tf.Tensor2D;
        const gone = tf.ones([2, 4, 4, 3]) as tf.Tensor4D;
        const goneFilter = tf.ones([3, 3, 3, 8]) as tf.Tensor4D;
        const goneMatrix = tf.ones([4, 4]) as tf.Tensor2D;
        const goneMaps = tf.ones([2, 4, 4, 8]) as tf.Tensor4D;
        tf.dispose([gone, goneFilter, goneMatrix, goneMaps]);
        const gradient = (kernel: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap) => () =>
          tf
            .engine()
            .runKernel(kernel, inputs, { strides: 1, pad: 'same', dataFormat: 'NHWC', ...attributes });
        const filterGradient = { x, dy: goneMaps };
        const pooled = { dy: gone, input: x, output: x };
        leavesNothing(t, Error, {
          convolution: () => tf.conv2d(x, goneFilter, 1, 'same'),
          'gradient of a filter': gradient(tf.Conv2DBackpropFilter, filterGradient, {
            filterShape: filter.shape,
          }),
          ...(engine === 'native' && {
            'gradient of an input': gradient(
              tf.Conv2DBackpropInput,
              { dy: goneMaps, filter },
              { inputShape: x.shape },
            ),
            product: () => tf.matMul(matrix, goneMatrix),
            sum: () => tf.add(x, gone),
          }),
          relu: () => tf.relu(gone),
          'maximum pooling': () => tf.maxPool(gone, 3, 2, 'same'),
          'its gradient': gradient(tf.MaxPoolGrad, pooled, { filterSize: 3, strides: 1 }),
        });
      });
    });
  });
}

/** As TensorFlow.js counts tensors, and as the heap does. */
function leavesNothing(t: ExecutionContext, kind: ErrorConstructor, misuses: Misuses): void {
  const held = () => {
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    const inHeap = (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
    return { numTensors, numBytes, numDataBuffers, inHeap };
  };
  for (const [name, misuse] of Object.entries(misuses)) {
    const before = held();
    t.throws(misuse, { instanceOf: kind }, name);
    t.deepEqual(held(), before, name);
  }
}

function normalisation(channels: number): Normalisation {
  const [mean, variance, scale, offset] = [0, 1, 2, 3].map(() => tf.ones([channels]) as tf.Tensor1D);
  return {
    mean: mean!,
    variance: variance!,
    scale: scale!,
    offset: offset!,
    varianceFactor: 1,
    epsilon: 1e-5,
    relu: true,
  };
}
