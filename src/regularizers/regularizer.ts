import type * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { BlockPosition } from '../model/layers.ts';
import type { TrainingBatch } from '../model/training-pass.ts';
import type { RandomStream } from '../random.ts';
import type { Kind, RegularizerSpec, RunConfig } from '../run/config.ts';

/** Where a training step is, and randomness of the hook's own: the same at the same step of every repetition. */
export interface StepContext {
  /** From 0, over the whole run. */
  readonly step: number;
  /** Shared with nothing else, so that whatever is drawn here changes nothing else in the run. */
  readonly random: RandomStream;
}

export type { BlockPosition } from '../model/layers.ts';

/** The errors at the end of one epoch; epoch 0 is before training. */
export interface EpochErrors {
  readonly epoch: number;
  readonly trainErrorPct: number;
  /** `null` where there are no validation images: whoever chooses by it declares `needsValidation`. */
  readonly valErrorPct: number | null;
}

/** What is to happen after an epoch. */
export interface EpochVerdict {
  /** The weights of this epoch are the ones to return to when the run ends. */
  readonly remember?: boolean;
  /** No further epoch. */
  readonly stop?: boolean;
}

/**
 * Places in training where a regularizer may act. The trainer knows these, not names. Probes never call them, and
 * evaluation only where it says so. All but `afterEpoch` are called inside `tf.tidy`.
 */
export interface Hooks {
  /** Changes the batch before the network sees it. */
  batch?(batch: TrainingBatch, context: StepContext): TrainingBatch;
  /** Changes what is to be learned alone. */
  targets?(targets: tf.Tensor2D, context: StepContext): tf.Tensor2D;
  /**
   * Changes what comes out of each block, `[batch, rows, columns, channels]`; must be differentiable. Layers are not
   * fused then: expect the engine `native` to be slower.
   */
  activations?(maps: tf.Tensor4D, block: BlockPosition, context: StepContext): tf.Tensor4D;
  /** Changes the features before the last layer, `[batch, features]`; must be differentiable. */
  features?(features: tf.Tensor2D, context: StepContext): tf.Tensor2D;
  /** Leaves out the branches of residual blocks. Layers are not fused then, as with `activations`. */
  readonly branches?: {
    /** Whether a block's branch takes part in this training step; where it does not, the shortcut is all there is. */
    isKept(block: BlockPosition, context: StepContext): boolean;
    /** What the branch is multiplied by in evaluation: how often it took part. */
    expectedShare(block: BlockPosition): number;
  };
  /** Gradient of a penalty on one filter or weight matrix; it is added to that of the loss. */
  penaltyGradient?(weights: tf.Tensor): tf.Tensor;
  /** Changes all gradients (by parameter name) before the update, after the penalties are added. */
  gradients?(gradients: ReadonlyMap<string, tf.Tensor>, context: StepContext): ReadonlyMap<string, tf.Tensor>;
  /** Looks at all epochs so far, the last one the one that has just ended; of a network that grows, at those since then. */
  afterEpoch?(epochs: readonly EpochErrors[]): EpochVerdict;
}

export type ChangedExamples = 'images' | 'magnitudes';

/** What a file in this folder, or a file of a user's own, says of its regularizer. */
export interface RegularizerDefinition<Shape extends z.ZodRawShape> {
  /** Lower case, digits and hyphens; what the command line calls it. */
  readonly name: string;
  /** One line: what it does, and whose idea it is. */
  readonly summary: string;
  /**
   * Numbers or switches, each with a default, its range, and a description with its unit. The first one is what
   * stands behind `=` on the command line.
   */
  readonly parameters: Shape;
  /** Networks that it can act on; both kinds if absent. */
  readonly kinds?: readonly Kind[];
  /** Whether it looks at the validation error: it is refused where no images are kept for validation. Absent: no. */
  readonly needsValidation?: boolean;
  /**
   * What it changes of the examples: `images` have rows and columns of pixels, `magnitudes` are any numbers but those that
   * stand for words. It is refused where examples are something else. Absent: it leaves them alone, or takes any.
   */
  readonly changes?: ChangedExamples;
  /** For what the recipe has a place for already: changes the run's configuration instead of acting in it. */
  configure?(config: RunConfig, options: z.output<z.ZodObject<Shape>>): RunConfig;
  hooks?(options: z.output<z.ZodObject<Shape>>): Hooks;
}

/** A way to keep a model from over-fitting, with its parameters. */
export interface Regularizer {
  readonly name: string;
  readonly summary: string;
  readonly parameters: z.ZodObject;
  readonly kinds: readonly Kind[];
  readonly needsValidation: boolean;
  readonly changes: ChangedExamples | null;
  configure(config: RunConfig, options: RegularizerSpec['options']): RunConfig;
  hooks(options: RegularizerSpec['options']): Hooks;
}

/**
 * Makes a regularizer of its definition.
 *
 * @throws Error for a name that the command line could not take
 */
export function defineRegularizer<Shape extends z.ZodRawShape>(
  definition: RegularizerDefinition<Shape>,
): Regularizer {
  const {
    name,
    summary,
    kinds = ['plain', 'residual'],
    needsValidation = false,
    changes = null,
  } = definition;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new Error(
      `a regularizer's name begins with a lower-case letter and has only these, digits and hyphens; got "${name}"`,
    );
  }
  const parameters = z.strictObject(definition.parameters);
  return {
    name,
    summary,
    parameters,
    kinds,
    needsValidation,
    changes,
    configure: (config, options) => definition.configure?.(config, parameters.parse(options)) ?? config,
    hooks: options => definition.hooks?.(parameters.parse(options)) ?? {},
  };
}
