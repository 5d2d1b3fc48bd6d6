import * as tf from '@tensorflow/tfjs';
import { type HooksInUse, hooksOf } from '../model/execution.ts';
import type { BlockPosition, PassHooks } from '../model/layers.ts';
import type { TrainingBatch } from '../model/training-pass.ts';
import { randomStream } from '../random.ts';
import type { RegularizerSpec } from '../run/config.ts';
import { findRegularizer } from './registry.ts';
import type { EpochErrors, EpochVerdict, Hooks, StepContext } from './regularizer.ts';

/** What several regularizers do in one step of training, in the order given. */
export interface StepRegularization {
  batch(batch: TrainingBatch): TrainingBatch;
  /** For the forward pass. What no regularizer asks for is absent. */
  readonly pass: PassHooks;
  /** @param weights filters and weight matrices by name: only these have penalties */
  gradients(
    gradients: ReadonlyMap<string, tf.Tensor>,
    weights: ReadonlyMap<string, tf.Tensor>,
  ): ReadonlyMap<string, tf.Tensor>;
}

/** Several regularizers as one; none at all change nothing. */
export interface Regularization {
  /** Where in a pass they act; known before a step is made, because some of it keeps layers from being fused. */
  readonly hooks: HooksInUse;
  atStep(step: number): StepRegularization;
  /** For the forward pass in evaluation. */
  readonly evaluation: PassHooks;
  afterEpoch(epochs: readonly EpochErrors[]): EpochVerdict;
}

/** @throws Error for a regularizer that is not known here, or options out of range */
export function regularization(specs: readonly RegularizerSpec[], seed: number): Regularization {
  const all = specs.map(spec => ({ name: spec.name, hooks: findRegularizer(spec).hooks(spec.options) }));
  const having = <H extends keyof Hooks>(hook: H) =>
    all.flatMap(({ name, hooks }) => {
      const own = hooks[hook];
      return own === undefined ? [] : [{ name, hooks: hooks as Hooks & Required<Pick<Hooks, H>> }];
    });
  const [dividing, changing] = [having('branches'), having('activations')];
  const regularized: Omit<Regularization, 'hooks'> = {
    atStep(step) {
      // A stream for each hook, and for each block that it is called for.
      const context = (name: string, ...path: (string | number)[]): StepContext => ({
        step,
        random: randomStream(seed, 'regularizer', name, step, ...path),
      });
      return {
        batch(batch) {
          const changed = having('batch').reduce(
            (value, { name, hooks }) => hooks.batch(value, context(name, 'batch')),
            batch,
          );
          const targets = having('targets').reduce(
            (value, { name, hooks }) => hooks.targets(value, context(name, 'targets')),
            changed.targets,
          );
          return { inputs: changed.inputs, targets };
        },
        pass: {
          features: x =>
            having('features').reduce(
              (value, { name, hooks }) => hooks.features(value, context(name, 'features')),
              x,
            ),
          ...(changing.length > 0 && {
            activations: (x: tf.Tensor4D, block: BlockPosition) =>
              changing.reduce(
                (value, { name, hooks }) =>
                  hooks.activations(value, block, context(name, 'activations', block.index)),
                x,
              ),
          }),
          ...(dividing.length > 0 && {
            branch: (block: BlockPosition) =>
              Number(
                dividing.every(({ name, hooks }) =>
                  hooks.branches.isKept(block, context(name, 'branches', block.index)),
                ),
              ),
          }),
        },
        gradients(gradients, weights) {
          const penalised = new Map(gradients);
          for (const { hooks } of having('penaltyGradient')) {
            for (const [name, weight] of weights) {
              penalised.set(name, tf.add(penalised.get(name)!, hooks.penaltyGradient(weight)));
            }
          }
          return having('gradients').reduce<ReadonlyMap<string, tf.Tensor>>(
            (value, { name, hooks }) => hooks.gradients(value, context(name, 'gradients')),
            penalised,
          );
        },
      };
    },
    evaluation:
      dividing.length > 0
        ? {
            branch: block =>
              dividing.reduce((share, { hooks }) => share * hooks.branches.expectedShare(block), 1),
          }
        : {},
    afterEpoch(epochs) {
      const verdicts = having('afterEpoch').map(({ hooks }) => hooks.afterEpoch(epochs));
      return {
        remember: verdicts.some(({ remember }) => remember),
        stop: verdicts.some(({ stop }) => stop),
      };
    },
  };
  const training = hooksOf(regularized.atStep(0).pass);
  return { ...regularized, hooks: { training, evaluation: hooksOf(regularized.evaluation) } };
}
