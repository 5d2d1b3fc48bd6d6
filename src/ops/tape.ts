import * as tf from '@tensorflow/tfjs';
import type { Recording } from '../engine/kernels.ts';

/** A tensor that is disposed of when the last of its readers releases it. */
export class Shared {
  readonly tensor: tf.Tensor4D;
  private readers: number;

  constructor(tensor: tf.Tensor4D, readers = 1) {
    this.tensor = tensor;
    this.readers = readers;
  }

  release(): void {
    this.readers--;
    if (this.readers === 0) this.tensor.dispose();
  }
}

/**
 * The way back through fused kernels. tfjs's own tape takes as much time for a kernel as a small one takes to run, and
 * keeps every gradient to the end.
 */
export class Tape {
  private readonly steps: ((dy: tf.Tensor2D) => void)[] = [];
  private readonly gradients = new Map<tf.Tensor, tf.Tensor | null>();

  private readonly recording: Recording | null;

  /**
   * @param variables those to be trained
   * @param recording of what is put on the tape
   */
  constructor(variables: readonly tf.Tensor[], recording: Recording | null = null) {
    this.recording = recording;
    for (const variable of variables) this.gradients.set(variable, null);
  }

  trains(variable: tf.Tensor): boolean {
    return this.gradients.has(variable);
  }

  record(step: (dy: tf.Tensor2D) => void): void {
    this.steps.push(step);
  }

  /** Keeps a constant that the backward pass reads; it is disposed of with it. */
  keep(constant: tf.Tensor): void {
    tf.keep(constant);
    this.recording?.constant(constant);
    this.steps.push(() => constant.dispose());
  }

  set(variable: tf.Tensor, gradient: tf.Tensor): void {
    if (this.gradients.get(variable))
      throw new Error('a variable that two layers share has no gradient here');
    this.gradients.set(variable, gradient);
  }

  /** @returns the variables' gradients, in their order */
  backward(dy: tf.Tensor2D): tf.Tensor[] {
    for (const step of this.steps.reverse()) step(dy);
    return [...this.gradients].map(([variable, gradient]) => gradient ?? tf.zerosLike(variable));
  }
}
