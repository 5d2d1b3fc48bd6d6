import * as tf from '@tensorflow/tfjs';
import { FusedMaps } from './fused-maps.ts';

/**
 * What flows between layers, `[b, h, w, c]`: tensors, or on engines with fused kernels maps that are normalised by
 * whoever reads them.
 */
export type FeatureMaps = tf.Tensor4D | FusedMaps;

/** Maps whose values are in memory as they are, so that several may read them. */
export function materialise(x: FeatureMaps): FeatureMaps {
  return x instanceof FusedMaps && x.norm ? x.normalised(null) : x;
}

/** The values as a tensor; on engines with fused kernels, outside of training only. */
export function toTensor(x: FeatureMaps): tf.Tensor4D {
  if (!(x instanceof FusedMaps)) return x;
  if (x.tape) throw new Error('the gradient of fused feature maps goes through fused layers only');
  return (materialise(x) as FusedMaps).tensor;
}

/** `tf.tidy` for what returns feature maps. */
export function tidyFeatureMaps(make: () => FeatureMaps): FeatureMaps {
  // It looks for tensors in whatever an object holds; its type knows plain objects only.
  return tf.tidy(make as () => tf.Tensor4D);
}

/** max(x, 0) of maps that are not fused. */
export function rectify(x: FeatureMaps): tf.Tensor4D {
  return tf.relu(toTensor(x));
}

/** x · factor of maps that are not fused. */
export function scale(x: FeatureMaps, factor: number): tf.Tensor4D {
  return tf.mul(toTensor(x), factor);
}

/** x + shortcut of maps that are not fused (He et al. 2016, eq. 3: f is the identity). */
export function add(x: FeatureMaps, shortcut: FeatureMaps): tf.Tensor4D {
  return tf.add(toTensor(x), toTensor(shortcut));
}

/** y = ReLU(x + shortcut) (He et al. 2015, eq. 1). */
export function addShortcut(x: FeatureMaps, shortcut: FeatureMaps): FeatureMaps {
  if (x instanceof FusedMaps && shortcut instanceof FusedMaps) {
    return x.normalised(materialise(shortcut) as FusedMaps);
  }
  return rectify(add(x, shortcut));
}
