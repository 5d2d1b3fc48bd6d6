import * as tf from '@tensorflow/tfjs';
import type { RegularizerSpec } from '../run.ts';
import { dropout } from './dropout.ts';
import { gradientClipping } from './gradient-clipping.ts';
import { l1 } from './l1.ts';
import { l2 } from './l2.ts';
import { labelSmoothing } from './label-smoothing.ts';
import type { Regularizer, StepContext } from './regularizer.ts';

export type { Hooks, Regularizer, StepContext } from './regularizer.ts';

/** All that `--regularizer` knows. */
export const regularizers: readonly Regularizer[] = [dropout, gradientClipping, l1, l2, labelSmoothing];

/** The hooks of several regularizers as one, applied in the order given; an empty list changes nothing. */
export interface Regularization {
  targets(targets: tf.Tensor2D, context: StepContext): tf.Tensor2D;
  features(features: tf.Tensor2D, context: StepContext): tf.Tensor2D;
  /** @param weights filters and weight matrices by name: only these have penalties */
  gradients(
    gradients: ReadonlyMap<string, tf.Tensor>,
    weights: ReadonlyMap<string, tf.Tensor>,
  ): ReadonlyMap<string, tf.Tensor>;
}

/** @throws Error for a name that is not registered, or options out of range */
export function regularization(specs: readonly RegularizerSpec[]): Regularization {
  const all = specs.map(({ name, options }) => find(name).hooks(options.strength as number));
  return {
    targets: (targets, context) =>
      all.reduce((value, hooks) => hooks.targets?.(value, context) ?? value, targets),
    features: (features, context) =>
      all.reduce((value, hooks) => hooks.features?.(value, context) ?? value, features),
    gradients(gradients, weights) {
      const penalised = new Map(gradients);
      for (const { penaltyGradient } of all) {
        if (!penaltyGradient) continue;
        for (const [name, weight] of weights) {
          penalised.set(name, tf.add(penalised.get(name)!, penaltyGradient(weight)));
        }
      }
      return all.reduce<ReadonlyMap<string, tf.Tensor>>(
        (value, hooks) => hooks.gradients?.(value) ?? value,
        penalised,
      );
    },
  };
}

function find(name: string): Regularizer {
  const found = regularizers.find(candidate => candidate.name === name);
  if (!found) throw new Error(`unknown regularizer "${name}"`);
  return found;
}

/**
 * One arm from the command line: `l1=1e-5`, `dropout`, `dropout=0.2+l2=1e-4`.
 *
 * @throws RangeError naming the regularizer, the value received and what is allowed
 */
export function parseArm(text: string): RegularizerSpec[] {
  return text.split('+').map(part => {
    const [name, value] = part.split('=', 2) as [string, string | undefined];
    const strength = find(name).strength.safeParse(value === undefined ? undefined : Number(value));
    if (strength.success) return { name, options: { strength: strength.data } };
    const { message } = strength.error.issues[0]!;
    throw new RangeError(`regularizer ${name}: got "${value}"; ${message}. ${find(name).summary}`);
  });
}

/** Name of every regularizer in `l1=1e-5+dropout`, for checking. */
export function armNames(text: string): string[] {
  return text.split('+').map(part => part.split('=', 1)[0]!);
}
