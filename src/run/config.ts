import { z } from 'zod';
import { dataSchema, sourcesFor } from '../data/registry.ts';
import { kindSchema, type NetworkConfig, networkSchema } from '../model/config.ts';
import { cureProblem } from '../model/cures.ts';
import type { OptimizerOptions, OptimizerSpec } from '../optimizers/optimizer.ts';
import { findOptimizer } from '../optimizers/registry.ts';
import { probesOnRequest } from '../probes/registry.ts';
import { depthProblem, stagesOf } from './depth.ts';

/** One entry of a step-wise learning-rate schedule. */
const milestoneSchema = z.strictObject({
  /** When, as a fraction of all steps. Paper: 0.5 and 0.75 (32k and 48k of 64k). */
  at: z.number().gt(0).lt(1),
  /** Learning rate from then on, as a multiple of the base rate. Paper: 0.1, then 0.01. */
  factor: z.number().gt(0),
});

const warmupSchema = z.strictObject({
  /** Length, as a fraction of all steps. */
  fraction: z.number().gt(0).lt(1),
  /** Learning rate at the first step, as a multiple of the base rate. Paper, depth 110: 0.1. */
  from: z.number().gt(0).lte(1),
  /** `linear` grows to the base rate; `constant` stays at `from`, then jumps, as in the paper. */
  shape: z.enum(['linear', 'constant']),
});

/** With all options: those that are not named are filled in, so that what a run did stays what its id stands for. */
const optimizerSchema = z
  .strictObject({ name: z.string(), options: z.record(z.string(), z.union([z.number(), z.boolean()])) })
  .transform(({ name, options }, context): OptimizerSpec => {
    try {
      return { name, options: findOptimizer(name).parameters.parse(options) as OptimizerOptions };
    } catch (error) {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });

const recipeSchema = z.strictObject({
  /** Passes over the training images, each followed by a measurement. */
  epochs: z.int().min(1),
  /** For a few images, where a pass is shorter than a measurement: passes of one epoch. Absent: 1. */
  passesPerEpoch: z.int().min(2).optional(),
  /** So many times as many steps, the schedule stretched with them: as many measurements, further apart. Absent: 1. */
  longer: z.int().min(2).optional(),
  /** Stop after this many steps even if epochs remain. Paper: 64,000. */
  maxSteps: z.int().min(1).nullable(),
  /** Images per step. Paper: 128. */
  batchSize: z.int().min(1),
  /** Base learning rate. Paper: 0.1. */
  learningRate: z.number().gt(0),
  /** What multiplies it; absent: 1. For one of several rates that are tried. */
  rateFactor: z.number().gt(0).optional(),
  warmup: warmupSchema.nullable(),
  milestones: z.array(milestoneSchema),
  /** What learns from gradients: a name of `src/optimizers/`. Paper: momentum 0.9. */
  optimizer: optimizerSchema,
  /** On all trainable parameters, as the optimizer has it: an L2 penalty in momentum. Paper: 1e-4. */
  weightDecay: z.number().gte(0),
});

const regularizerSchema = z.strictObject({
  name: z.string().min(1),
  options: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** Of the file that it comes from, if it is a user's own. */
  sha256: z.string().optional(),
});

/** What is measured beyond errors, gradient norms and responses. */
const probesSchema = z.strictObject({
  /** Steps after which gradients, and whatever else can be, are measured, besides the ends of epochs. */
  steps: z.array(z.int().min(1)).optional(),
  /** Names of `src/probes/`, each of which has a table; in no matter what order. */
  measure: z
    .array(z.enum(probesOnRequest))
    .transform(asked => probesOnRequest.filter(name => asked.includes(name)))
    .optional(),
  /** Points on each side of the square that `landscape` measures, odd, so that one is the trained network. Absent: 21. */
  landscapeSide: z
    .int()
    .min(3)
    .refine(side => side % 2 === 1, 'must be odd')
    .optional(),
});

/**
 * All that decides the numbers of one run: plain JSON, unknown keys refused. Whatever is not in here
 * (engine, number of workers, interruptions) must not change a run's `epochs.csv` or `gradients.csv` on one
 * engine.
 */
export const runConfigSchema = z
  .strictObject({
    kind: kindSchema,
    /** Weighted layers; see `depthProblem`. */
    depth: z.int(),
    seed: z.int().min(1),
    network: networkSchema,
    data: dataSchema,
    recipe: recipeSchema,
    /** Added to every network of the arm; empty for the paper's recipe alone. */
    regularizers: z.array(regularizerSchema),
    probes: probesSchema.optional(),
  })
  .superRefine(({ kind, depth, network, data }, context) => {
    const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    const problem = depthProblem(depth, network);
    if (problem) issue(['depth'], problem);
    const unreadable = dataProblem(data, network);
    if (unreadable) issue(['data', 'dataset'], unreadable);
    const cured = cureProblem(kind, network);
    if (cured) issue(['network', 'cure'], cured);
    const { grown } = network;
    if (!grown) return;
    const path = ['network', 'grown', 'fromDepth'];
    const start = depthProblem(grown.fromDepth, network);
    if (start) issue(path, start);
    // The first block of a stage changes the shape, so that it cannot be the identity.
    if (stagesOf(grown.fromDepth, network)?.includes(0)) {
      issue(path, `must be 8 or more, for a block in each stage; got ${grown.fromDepth}`);
    }
    if (grown.fromDepth >= depth) issue(path, `must be below the depth, ${depth}; got ${grown.fromDepth}`);
    if (kind === 'residual' || network.order || network.block || network.family) {
      issue(['network', 'grown'], 'is for plain networks of basic blocks in the original order');
    }
  });

/** Why a network cannot read these data; `null` if it can. */
export function dataProblem(
  { dataset }: { readonly dataset: string },
  { family }: Pick<NetworkConfig, 'family'>,
): string | null {
  const [what, reads] =
    family === 'text' ? (['text', 'symbols'] as const) : (['images', 'magnitudes'] as const);
  const readable = sourcesFor(reads).map(({ name }) => name);
  if (readable.includes(dataset)) return null;
  return `must be one of ${readable.join(', ')}, since the networks read ${what}; got ${dataset}`;
}

export type { Kind, NetworkConfig } from '../model/config.ts';
export type RunConfig = z.infer<typeof runConfigSchema>;
export type DataConfig = RunConfig['data'];
export type Recipe = RunConfig['recipe'];
export type RegularizerSpec = RunConfig['regularizers'][number];
