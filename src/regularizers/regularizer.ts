import type * as tf from '@tensorflow/tfjs';
import type { z } from 'zod';

/** Where a training step is, for hooks that draw random numbers. */
export interface StepContext {
  readonly seed: number;
  /** From 0, over the whole run. */
  readonly step: number;
}

/**
 * Places in a training step where a regularizer may act. The trainer knows these, not their names. Evaluation
 * and the gradient probe never call them. All are called inside `tf.tidy`.
 */
export interface Hooks {
  /** Changes what is to be learned: class probabilities `[batch, classes]`, one-hot at first. */
  targets?(targets: tf.Tensor2D, context: StepContext): tf.Tensor2D;
  /** Changes the features before the last layer, `[batch, features]`; must be differentiable. */
  features?(features: tf.Tensor2D, context: StepContext): tf.Tensor2D;
  /** Gradient of a penalty on one filter or weight matrix; it is added to that of the loss. */
  penaltyGradient?(weights: tf.Tensor): tf.Tensor;
  /** Changes all gradients (by parameter name) before the update, after the penalties are added. */
  gradients?(gradients: ReadonlyMap<string, tf.Tensor>): ReadonlyMap<string, tf.Tensor>;
}

/** A way to keep a model from over-fitting; one file each in this folder. */
export interface Regularizer {
  readonly name: string;
  /** One line for the list: what it does, and what its number means. */
  readonly summary: string;
  /** The number after `=` on the command line: its range, and its default where it has one. */
  readonly strength: z.ZodType<number, number | undefined>;
  hooks(strength: number): Hooks;
}
