import * as tf from '@tensorflow/tfjs';
import { poolingInfo } from './convolution-info.ts';
import { valuesOf, type WasmBackend, withOutputs } from './wasm-heap.ts';

let registered = false;

/**
 * Replaces the gradient of `maxPool` on the wasm backend. That of tfjs-backend-wasm 4.22 begins its search for the
 * largest value of a window at the smallest positive number, so that windows without one have no gradient, and of
 * several it takes the last. Layout is NHWC; any window, any stride, any padding.
 */
export function registerMaxPoolGradient(): void {
  if (registered) return;
  registered = true;
  tf.unregisterKernel(tf.MaxPoolGrad, 'wasm');
  tf.registerKernel({
    kernelName: tf.MaxPoolGrad,
    backendName: 'wasm',
    kernelFunc({ inputs, attrs, backend }) {
      const { dy, input } = inputs as { dy: tf.Tensor4D; input: tf.Tensor4D };
      const info = poolingInfo(input.shape, attrs as unknown as tf.MaxPoolGradAttrs);
      const heap = backend as WasmBackend;
      return withOutputs(heap, output => {
        const dx = output(input.shape);
        // Not before: what was just allocated may have moved the heap.
        sendBack(valuesOf(heap, dy), valuesOf(heap, input), info, valuesOf(heap, dx));
        return dx;
      });
    },
  });
}

/** Each output's gradient goes to the largest value of its window, of several to the first, as on the backend `cpu`. */
function sendBack(
  dy: Float32Array,
  x: Float32Array,
  info: tf.backend_util.Conv2DInfo,
  dx: Float32Array,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  dx.fill(0);
  // All channels of a window side by side: they are neighbours in memory.
  const largest = new Float32Array(inChannels);
  const position = new Int32Array(inChannels);
  let out = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      const top = outRow * strideHeight - padInfo.top;
      const [firstRow, endRow] = [Math.max(0, top), Math.min(inHeight, top + filterHeight)];
      for (let outColumn = 0; outColumn < outWidth; outColumn++, out += inChannels) {
        const left = outColumn * strideWidth - padInfo.left;
        const [firstColumn, endColumn] = [Math.max(0, left), Math.min(inWidth, left + filterWidth)];
        largest.fill(Number.NEGATIVE_INFINITY);
        position.fill(-1);
        for (let row = firstRow; row < endRow; row++) {
          const start = (image * inHeight + row) * inWidth;
          for (let column = firstColumn; column < endColumn; column++) {
            const at = (start + column) * inChannels;
            for (let channel = 0; channel < inChannels; channel++) {
              const value = x[at + channel]!;
              if (value > largest[channel]!) {
                largest[channel] = value;
                position[channel] = at + channel;
              }
            }
          }
        }
        for (let channel = 0; channel < inChannels; channel++) {
          const at = position[channel]!;
          // A window of nothing but padding, or of what is no number, has no largest value.
          if (at >= 0) dx[at]! += dy[out + channel]!;
        }
      }
    }
  }
}
