import * as tf from '@tensorflow/tfjs';
import type { FeatureMaps } from './feature-maps.ts';
import { FusedMaps } from './fused-maps.ts';

/**
 * Every `stride`-th pixel, with zero channels appended: the parameter-free shortcut (option A) of
 * He et al. 2015, section 3.3. `[b, h, w, in]` → `[b, ⌈h/stride⌉, ⌈w/stride⌉, out]`.
 *
 * Written as a 1×1 convolution with a constant filter of ones and zeros, exact and differentiable on every
 * engine (tfjs has no gradient for strided slices).
 */
export function subsampleAndPadChannels<Maps extends FeatureMaps>(
  x: Maps,
  stride: number,
  channels: number,
): Maps {
  const inputs = x instanceof FusedMaps ? x.tensor.shape[3] : (x as tf.Tensor4D).shape[3];
  const filter = tf.tidy(() => tf.eye(inputs, channels).reshape([1, 1, inputs, channels]) as tf.Tensor4D);
  if (!(x instanceof FusedMaps)) return tf.conv2d(x as tf.Tensor4D, filter, stride, 'valid') as Maps;
  x.tape?.keep(filter);
  return x.convolve(filter, stride, false, () => null) as Maps;
}
