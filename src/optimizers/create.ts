import * as tf from '@tensorflow/tfjs';
import { fusedMomentumUpdate, hasFusedKernels } from '../engine/fused-kernels.ts';
import type { FusedUpdates, OptimizerKind, OptimizerOptions, OptimizerSpec } from './optimizer.ts';
import { findOptimizer } from './registry.ts';

type Variables = ReadonlyMap<string, tf.Variable>;

/** Changes the parameters of one network, and remembers what its rule needs to. */
export interface Optimizer {
  /** The optimizer's own, `momentum`. */
  readonly name: string;
  /** What it remembers, `velocity/stem/conv/kernel`: with it, an equal optimizer goes on as this one would. */
  readonly state: Variables;
  /** One update. `gradients` are by parameter name, without weight decay, and stay the caller's. */
  step(gradients: ReadonlyMap<string, tf.Tensor>, rate: number, weightDecay: number): void;
  /**
   * The optimizer of a network to which parameters were added: those that it has already keep their state, by name. It
   * goes over to it, so that this optimizer is of no use any more.
   */
  extendedTo(trainable: Variables): Optimizer;
  dispose(): void;
}

/**
 * An optimizer of these parameters, by name, that remembers nothing yet.
 *
 * @throws Error for a name that is not registered; ZodError for options out of range
 */
export function createOptimizer({ name, options }: OptimizerSpec, trainable: Variables): Optimizer {
  const kind = findOptimizer(name);
  return withState(kind, kind.parameters.parse(options) as OptimizerOptions, trainable, new Map());
}

/** @param earlier state to begin with, which becomes the optimizer's own; what is not in it begins at 0 */
function withState(
  kind: OptimizerKind,
  options: OptimizerOptions,
  trainable: Variables,
  earlier: Variables,
): Optimizer {
  const state = new Map<string, tf.Variable>();
  const parameters = [...trainable].map(([name, weight]) => {
    const own = Object.entries(kind.state).map(([quantity, size]) => {
      const key = `${quantity}/${name}`;
      const variable = earlier.get(key) ?? zeros(size === 'one number' ? [] : weight.shape);
      state.set(key, variable);
      return [quantity, variable] as const;
    });
    return { name, weight, state: Object.fromEntries(own) };
  });
  return {
    name: kind.name,
    state,
    step(gradients, rate, weightDecay) {
      const updated = parameters.map(({ name, weight, state: own }) => ({
        weight,
        gradient: gradients.get(name)!,
        state: own,
      }));
      const fused = hasFusedKernels() ? fusedUpdates : null;
      tf.tidy(() => kind.update(updated, { rate, weightDecay }, options, fused));
    },
    extendedTo: more => withState(kind, options, more, state),
    dispose() {
      for (const variable of state.values()) variable.dispose();
    },
  };
}

const fusedUpdates: FusedUpdates = { momentum: fusedMomentumUpdate };

function zeros(shape: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape), false));
}
