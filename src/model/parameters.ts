import * as tf from '@tensorflow/tfjs';

/** A layer with a weight matrix or filter: what depth counts and what probes report on. */
export interface WeightedLayer {
  /** From 0 at the input. */
  readonly index: number;
  /** `stem/conv`, `stage2/block3/conv1`, `head/dense`. */
  readonly name: string;
  /** Name of `kernel` among the trainable parameters. */
  readonly parameter: string;
  readonly kernel: tf.Variable;
}

/**
 * The named values of one network, in order from input to output: trainable parameters and the moving
 * statistics of batch normalisation. Owns their memory.
 */
export class Parameters {
  /** Trained by gradient descent, by name. */
  readonly trainable = new Map<string, tf.Variable>();
  /** Moving means and variances, by name. */
  readonly statistics = new Map<string, tf.Variable>();
  readonly layers: WeightedLayer[] = [];

  addWeight<R extends tf.Rank>(layer: string, value: tf.Tensor<R>): tf.Variable<R> {
    const parameter = `${layer}/kernel`;
    const kernel = this.add(this.trainable, parameter, value);
    this.layers.push({ index: this.layers.length, name: layer, parameter, kernel });
    return kernel;
  }

  addTrainable<R extends tf.Rank>(name: string, value: tf.Tensor<R>): tf.Variable<R> {
    return this.add(this.trainable, name, value);
  }

  addStatistic<R extends tf.Rank>(name: string, value: tf.Tensor<R>): tf.Variable<R> {
    return this.add(this.statistics, name, value);
  }

  /** Number of trainable values. */
  count(): number {
    return [...this.trainable.values()].reduce((sum, variable) => sum + variable.size, 0);
  }

  dispose(): void {
    for (const variable of [...this.trainable.values(), ...this.statistics.values()]) variable.dispose();
  }

  private add<R extends tf.Rank>(group: Map<string, tf.Variable>, name: string, value: tf.Tensor<R>) {
    if (this.trainable.has(name) || this.statistics.has(name)) throw new Error(`two values named "${name}"`);
    const variable = tf.variable(value, group === this.trainable);
    value.dispose();
    group.set(name, variable);
    return variable;
  }
}
