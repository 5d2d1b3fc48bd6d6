import * as tf from '@tensorflow/tfjs';
import { fusedMomentumUpdate, hasFusedKernels } from '../engine/fused-kernels.ts';

/**
 * Stochastic gradient descent with momentum and weight decay:
 * v ← momentum · v + gradient + decay · w;  w ← w − rate · v.
 *
 * All trainable parameters decay, as in the paper's Caffe setting. Owns one velocity per parameter.
 */
export class MomentumOptimizer {
  readonly velocities: ReadonlyMap<string, tf.Variable>;
  private readonly trainable: ReadonlyMap<string, tf.Variable>;
  private readonly momentum: number;
  private readonly weightDecay: number;

  /** @param moving velocities to begin with, by name, which become the optimizer's own; the others begin at 0 */
  constructor(
    trainable: ReadonlyMap<string, tf.Variable>,
    momentum: number,
    weightDecay: number,
    moving: ReadonlyMap<string, tf.Variable> = new Map(),
  ) {
    this.trainable = trainable;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    this.velocities = new Map(
      [...trainable].map(([name, weight]) => [name, moving.get(name) ?? resting(weight)]),
    );
  }

  /**
   * The optimizer of a network to which parameters were added: those that it has already keep their velocities. They go
   * over to it, so that this optimizer is of no use any more.
   */
  extendedTo(trainable: ReadonlyMap<string, tf.Variable>): MomentumOptimizer {
    return new MomentumOptimizer(trainable, this.momentum, this.weightDecay, this.velocities);
  }

  /** One update. `gradients` are by parameter name and stay the caller's. */
  step(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: number): void {
    if (hasFusedKernels()) this.updateInPlace(gradients, learningRate);
    else this.update(gradients, learningRate);
  }

  private updateInPlace(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: number): void {
    const updates = [...this.trainable].map(([name, weight]) => ({
      weight,
      velocity: this.velocities.get(name)!,
      gradient: gradients.get(name)!,
    }));
    const { momentum, weightDecay } = this;
    fusedMomentumUpdate(updates, { rate: learningRate, momentum, weightDecay });
  }

  private update(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: number): void {
    tf.tidy(() => {
      for (const [name, weight] of this.trainable) {
        const velocity = this.velocities.get(name)!;
        const pull = tf.add(gradients.get(name)!, tf.mul(weight, this.weightDecay));
        velocity.assign(tf.add(tf.mul(velocity, this.momentum), pull));
        weight.assign(tf.sub(weight, tf.mul(velocity, learningRate)));
      }
    });
  }

  dispose(): void {
    for (const velocity of this.velocities.values()) velocity.dispose();
  }
}

function resting(weight: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zerosLike(weight), false));
}
