import * as tf from '@tensorflow/tfjs';
import { convolutionInfo } from './convolution-info.ts';
import { runTensorflowOp } from './tensorflow-backend.ts';

type Shape4 = [number, number, number, number];

let registered = false;

/**
 * Registers both gradients of `conv2d` for the backend `tensorflow`. Those of tfjs-node 4.22 refuse padding that
 * is given as numbers, which TensorFlow itself accepts. Layout is NHWC; no dilation.
 */
export function registerConvolutionGradients(): void {
  if (registered) return;
  registered = true;
  replace(tf.Conv2DBackpropInput, ({ inputs, attrs }) => {
    const { dy, filter } = inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D };
    const { inputShape } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
    return withSizes(inputShape, sizes =>
      runTensorflowOp(
        'Conv2DBackpropInput',
        geometry(inputShape, filter.shape, attrs!),
        [sizes, filter, dy],
        1,
      ),
    );
  });
  replace(tf.Conv2DBackpropFilter, ({ inputs, attrs }) => {
    const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const { filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    return withSizes(filterShape, sizes =>
      runTensorflowOp('Conv2DBackpropFilter', geometry(x.shape, filterShape, attrs!), [x, sizes, dy], 1),
    );
  });
}

function replace(kernelName: string, kernelFunc: tf.KernelFunc): void {
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({ kernelName, backendName: 'tensorflow', kernelFunc });
}

/** The sizes of the result are an input of these operations. */
function withSizes(shape: Shape4, compute: (sizes: tf.Tensor1D) => tf.Tensor[]): tf.Tensor {
  const sizes = tf.tensor1d(shape, 'int32');
  const [result] = compute(sizes);
  sizes.dispose();
  return result!;
}

function geometry(inputShape: Shape4, filterShape: Shape4, attrs: tf.NamedAttrMap) {
  const conv2d = attrs as unknown as tf.Conv2DAttrs;
  const info = convolutionInfo(inputShape, filterShape, conv2d);
  const attributes = { strides: [1, info.strideHeight, info.strideWidth, 1], data_format: 'NHWC' };
  const { top, bottom, left, right } = info.padInfo;
  const given = [0, 0, top, bottom, left, right, 0, 0];
  const explicit = { ...attributes, padding: 'EXPLICIT', explicit_paddings: given };
  if (!isRightInOneDnn(filterShape, info)) return explicit;
  // Padding that has a name takes a third of the time with it: oneDNN is used for no other.
  if (given.every(side => side === 0)) return { ...attributes, padding: 'VALID' };
  const same = convolutionInfo(inputShape, filterShape, { ...conv2d, pad: 'same' }).padInfo;
  if (given.join() === [0, 0, same.top, same.bottom, same.left, same.right, 0, 0].join()) {
    return { ...attributes, padding: 'SAME' };
  }
  return explicit;
}

/**
 * In libtensorflow 2.21 the gradient of the input is wrong for one channel in and one out, and the gradient of
 * the filter writes beyond its memory for strides that differ.
 */
function isRightInOneDnn([, , inputs, outputs]: Shape4, info: tf.backend_util.Conv2DInfo): boolean {
  return inputs * outputs > 1 && info.strideHeight === info.strideWidth;
}
