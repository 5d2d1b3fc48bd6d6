import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { MomentumRule, ParameterUpdate } from '../engine/kernels.ts';

/** Values of an optimizer's parameters by name, as a run's configuration holds them. */
export type OptimizerOptions = Readonly<Record<string, number | boolean>>;

/** What a run's configuration says of its optimizer. */
export interface OptimizerSpec {
  readonly name: string;
  /** All that it has. */
  readonly options: OptimizerOptions;
}

/** One trainable parameter in a step. All may be written but the gradient, which is the loss's alone. */
export interface Updated<State extends string> {
  readonly weight: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly state: Readonly<Record<State, tf.Variable>>;
}

/** What decides the size of a step besides the optimizer's own options. */
export interface StepSize {
  /** Learning rate of this step. */
  readonly rate: number;
  /** The recipe's, on all parameters. */
  readonly weightDecay: number;
}

/** Updates in one pass over memory, on engines that have them: see `src/engine/fused-kernels.ts`. */
export interface FusedUpdates {
  momentum(updates: readonly ParameterUpdate[], rule: MomentumRule): void;
}

/** What a file in this folder says of its optimizer. It loads no TensorFlow.js: tensors bring their operations along. */
export interface OptimizerDefinition<Shape extends z.ZodRawShape, State extends string> {
  /** Lower case, digits and hyphens; what the command line calls it. */
  readonly name: string;
  /** One line: the rule, and whose it is. */
  readonly summary: string;
  /** Each with a default, its range, and a description. The first one is what stands behind `=` on the command line. */
  readonly parameters: Shape;
  /**
   * What it remembers between steps for each trainable parameter: values as many as that has, or one. All begin at 0,
   * and a checkpoint holds them by these names.
   */
  readonly state: Readonly<Record<State, 'of its shape' | 'one number'>>;
  /** One step for all parameters, inside `tf.tidy`. @param fused null where the engine has none */
  update(
    parameters: readonly Updated<State>[],
    size: StepSize,
    options: z.output<z.ZodObject<Shape>>,
    fused: FusedUpdates | null,
  ): void;
}

/** A way to learn from gradients. */
export interface OptimizerKind {
  readonly name: string;
  readonly summary: string;
  readonly parameters: z.ZodObject;
  readonly state: OptimizerDefinition<z.ZodRawShape, string>['state'];
  update(
    parameters: readonly Updated<string>[],
    size: StepSize,
    options: OptimizerOptions,
    fused: FusedUpdates | null,
  ): void;
}

export function defineOptimizer<Shape extends z.ZodRawShape, State extends string>(
  definition: OptimizerDefinition<Shape, State>,
): OptimizerKind {
  const parameters = z.strictObject(definition.parameters);
  return {
    ...definition,
    parameters,
    update: (updated, size, options, fused) =>
      definition.update(updated, size, parameters.parse(options), fused),
  };
}
