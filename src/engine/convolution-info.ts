import * as tf from '@tensorflow/tfjs';

type Shape4 = [number, number, number, number];

/** All sizes of a convolution without dilation, from the shapes and the attributes that tfjs hands to a kernel. */
export function convolutionInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dimRoundingMode }: Pick<tf.Conv2DAttrs, 'strides' | 'pad' | 'dimRoundingMode'>,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    1,
    // As attributes, paddings are plain lists of numbers.
    pad as Parameters<typeof tf.backend_util.computeConv2DInfo>[4],
    dimRoundingMode,
  );
}

/** All sizes of a pooling. */
export function poolingInfo(
  inputShape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: tf.MaxPoolAttrs,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computePool2DInfo(
    inputShape as Shape4,
    filterSize,
    strides,
    1,
    // As attributes, paddings are plain lists of numbers.
    pad as Parameters<typeof tf.backend_util.computePool2DInfo>[4],
    dimRoundingMode,
  );
}
