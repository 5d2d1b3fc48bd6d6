import * as tf from '@tensorflow/tfjs';
import {
  fusedNormalise,
  fusedNormaliseGradients,
  hasFusedKernels,
  type IncompleteGradient,
  type Normalisation,
} from '../engine/fused-kernels.ts';

/**
 * What flows between layers, `[b, h, w, c]`: a tensor, or, on engines that can apply it while they read, one that
 * batch normalisation has yet to be applied to.
 */
export type FeatureMaps = tf.Tensor4D | Normalised | Branch;

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

/**
 * One of two ways that maps go from here, through a residual block's layers or past them. Where both ways are our own
 * kernels, the shortcut's gradient waits for that of the layers, and is added where this is computed.
 */
export class Branch {
  readonly tensor: tf.Tensor4D;
  readonly meeting: GradientMeeting;

  constructor(tensor: tf.Tensor4D, meeting: GradientMeeting) {
    this.tensor = tensor;
    this.meeting = meeting;
  }
}

export interface GradientMeeting {
  /** Set by the first layer, in the forward pass: it will add what it finds in the backward pass, which it ends. */
  isAwaited: boolean;
  /** Set by the shortcut, in the backward pass. */
  gradient: tf.Tensor4D | null;
}

/** Both ways from one tensor: through the layers, which come first, and through the shortcut. */
export function branch(x: tf.Tensor4D): { readonly layers: FeatureMaps; readonly shortcut: FeatureMaps } {
  if (!hasFusedKernels()) return { layers: x, shortcut: x };
  const meeting: GradientMeeting = { isAwaited: false, gradient: null };
  return { layers: new Branch(x, meeting), shortcut: new Branch(x, meeting) };
}

/** The values as a tensor. A normalised response cannot be read in any other way after this. */
export function toTensor(x: FeatureMaps): tf.Tensor4D {
  if (x instanceof Normalised) return normaliseAndAdd(x, null);
  return x instanceof Branch ? x.tensor : x;
}

/** `tf.tidy` for what returns feature maps. */
export function tidyFeatureMaps(make: () => FeatureMaps): FeatureMaps {
  // It looks for tensors in whatever an object holds; its type knows plain objects only.
  return tf.tidy(make as () => tf.Tensor4D);
}

/** y = ReLU(x + shortcut) (He et al. 2015, eq. 1). */
export function addShortcut(x: FeatureMaps, shortcut: FeatureMaps): tf.Tensor4D {
  if (!(x instanceof Normalised)) return tf.relu(tf.add(toTensor(x), toTensor(shortcut)) as tf.Tensor4D);
  const isAwaited = shortcut instanceof Branch && shortcut.meeting.isAwaited;
  return normaliseAndAdd(x, toTensor(shortcut), isAwaited ? shortcut.meeting : null);
}

/** With a shortcut there is always a ReLU after the addition. */
function normaliseAndAdd(
  x: Normalised,
  shortcut: tf.Tensor4D | null,
  meeting: GradientMeeting | null = null,
): tf.Tensor4D {
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
      const gradients = [before, sums.scale, sums.offset];
      if (!shortcut) return gradients;
      // A tensor of its own, because either gradient may be disposed of before the other was read.
      const ofShortcut = before.clone();
      if (!meeting) return [...gradients, ofShortcut];
      meeting.gradient = ofShortcut;
      return gradients;
    };
    return { value, gradFunc };
  });
  const inputs = [response, norm.scale, norm.offset];
  return operation(...inputs, ...(shortcut && !meeting ? [shortcut] : [])) as tf.Tensor4D;
}

/** What has yet to be done to a gradient of a response, by whoever made that response. */
export const incompleteGradients = new WeakMap<tf.Tensor, IncompleteGradient>();
