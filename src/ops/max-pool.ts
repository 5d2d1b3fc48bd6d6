import * as tf from '@tensorflow/tfjs';
import { operations } from '../engine/operations.ts';
import { type FeatureMaps, materialise } from './feature-maps.ts';
import { FusedMaps, type Pooling } from './fused-maps.ts';

/** Explicit padding: TensorFlow's 'same' would pad an even number of pixels on the far side only, the paper's both. */
const WINDOWS: Pooling = {
  filterSize: 3,
  strides: 2,
  pad: [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ],
};

/**
 * Maximum of every window of 3×3 pixels with stride 2, `[b, h, w, c]` → `[b, ⌈h/2⌉, ⌈w/2⌉, c]` (He et al. 2015,
 * Table 1). Windows reach one pixel over each edge; what is there is never the largest. The gradient goes back to the
 * largest value of a window, of several to the first.
 */
export function maxPool<Maps extends FeatureMaps>(maps: Maps): Maps {
  if (maps instanceof FusedMaps) return (materialise(maps) as FusedMaps).maxPool(WINDOWS) as Maps;
  const { filterSize, strides, pad } = WINDOWS;
  const x = maps as tf.Tensor4D;
  return (operations().maxPool ?? tf.maxPool)(x, filterSize, strides, pad) as Maps;
}
