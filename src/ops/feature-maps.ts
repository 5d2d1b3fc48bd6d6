import * as tf from '@tensorflow/tfjs';
import {
  fusedNormalise,
  fusedNormaliseGradients,
  type IncompleteGradient,
  type Normalisation,
} from '../engine/fused-kernels.ts';

/**
 * What flows between layers, `[b, h, w, c]`: a tensor, or, on engines that can apply it while they read, one that
 * batch normalisation has yet to be applied to.
 */
export type FeatureMaps = tf.Tensor4D | Normalised;

/**
 * A convolution's response with its batch normalisation, and perhaps a ReLU, that whoever reads it applies on the
 * way: the normalised values are never written to memory. Gradients go the way back in the same fashion.
 *
 * It can be read once: the gradient that its reader returns for the response is incomplete, and cannot be added to
 * another's.
 */
export class Normalised {
  private readonly response: tf.Tensor4D;
  private readonly norm: Normalisation;
  private isRead = false;

  constructor(response: tf.Tensor4D, norm: Normalisation) {
    this.response = response;
    this.norm = norm;
  }

  /** @throws Error the second time */
  read(): { readonly response: tf.Tensor4D; readonly norm: Normalisation } {
    if (this.isRead)
      throw new Error('a normalised response can be read once; use the tensor that came of it');
    this.isRead = true;
    return { response: this.response, norm: this.norm };
  }
}

/** The values as a tensor. A normalised response cannot be read in any other way after this. */
export function toTensor(x: FeatureMaps): tf.Tensor4D {
  return x instanceof Normalised ? normaliseAndAdd(x, null) : x;
}

/** `tf.tidy` for what returns feature maps. */
export function tidyFeatureMaps(make: () => FeatureMaps): FeatureMaps {
  // It looks for tensors in whatever an object holds; its type knows plain objects only.
  return tf.tidy(make as () => tf.Tensor4D);
}

/** y = ReLU(x + shortcut) (He et al. 2015, eq. 1). */
export function addShortcut(x: FeatureMaps, shortcut: FeatureMaps): tf.Tensor4D {
  if (!(x instanceof Normalised)) return tf.relu(tf.add(x, toTensor(shortcut)) as tf.Tensor4D);
  return normaliseAndAdd(x, toTensor(shortcut));
}

/** With a shortcut there is always a ReLU after the addition. */
function normaliseAndAdd(x: Normalised, shortcut: tf.Tensor4D | null): tf.Tensor4D {
  const { response, norm: own } = x.read();
  const norm = shortcut ? { ...own, relu: true } : own;
  const operation = tf.customGrad((...args) => {
    const save = args.at(-1) as unknown as tf.GradSaveFunc;
    const value = fusedNormalise(response, norm, shortcut);
    save([response, value]);
    const gradFunc = (dy: tf.Tensor4D, saved: tf.Tensor[]) => {
      const [x, y] = saved as [tf.Tensor4D, tf.Tensor4D];
      const { before, sums } = fusedNormaliseGradients(dy, x, norm, y);
      incompleteGradients.set(before, { tensor: x, norm, sums });
      // A tensor of its own, because tfjs may dispose either gradient before the other was read.
      return [before, sums.scale, sums.offset, ...(shortcut ? [before.clone()] : [])];
    };
    return { value, gradFunc };
  });
  return operation(response, norm.scale, norm.offset, ...(shortcut ? [shortcut] : [])) as tf.Tensor4D;
}

/** What has yet to be done to a gradient of a response, by whoever made that response. */
export const incompleteGradients = new WeakMap<tf.Tensor, IncompleteGradient>();
