import { BLOCK_IMAGES, EVALUATION_BATCH } from '../model/batch-sizes.ts';
import type { Hook, HooksInUse } from '../model/execution.ts';
import type { LayerShape } from '../model/layer-shapes.ts';
import type { ProbeTime } from '../probes/probe.ts';
import type { RunConfig } from '../run/config.ts';

/** One of the ways in which a run goes through its network. */
export interface RunPass {
  /** At most. */
  readonly images: number;
  /** Whether it goes back as well, so that what layers put out is remembered. */
  readonly training: boolean;
  readonly hooks: readonly Hook[];
  /** At every step of training, or whenever probes of that kind measure. */
  readonly when: 'steps' | ProbeTime;
  /** How often it is made then. */
  readonly times: number;
  /** Values that are kept from batch to batch meanwhile. */
  readonly held?: number;
}

/** All kinds of passes that a run makes: steps, evaluation, and what its probes do. */
export function passesOf(
  config: RunConfig,
  layers: readonly LayerShape[],
  regularizers: HooksInUse,
): RunPass[] {
  const { probes, recipe, data } = config;
  const images = recipe.batchSize;
  const { evaluation } = regularizers;
  const passes: RunPass[] = [
    { images, training: true, hooks: regularizers.training, when: 'steps', times: 1 },
    { ...evaluationOf(evaluation, data.trainEvalSize, data.valSize, data.testSize), when: 'epochs' },
    // Gradient norms and layer responses.
    { images, training: true, hooks: [], when: 'epochs and steps', times: 1 },
    { images, training: false, hooks: ['observe', ...evaluation], when: 'epochs', times: 1 },
  ];
  const asked = probes?.measure ?? [];
  if (asked.includes('blocks')) {
    const few = Math.min(images, BLOCK_IMAGES);
    passes.push({ images: few, training: true, hooks: ['boundary'], when: 'epochs and steps', times: 1 });
  }
  if (asked.includes('linear-classifiers')) passes.push(linearClassifiers(config, layers, evaluation));
  return passes;
}

/** Features of all images are kept, of those that come last twice: in batches, and put together. */
function linearClassifiers(
  { data: { trainEvalSize, testSize } }: RunConfig,
  layers: readonly LayerShape[],
  evaluation: readonly Hook[],
): RunPass {
  const features = boundariesOf(layers).reduce((sum, { output }) => sum + output[2], 0);
  const held = features * Math.max(2 * trainEvalSize, trainEvalSize + 2 * testSize);
  return { ...evaluationOf(['boundary', ...evaluation], trainEvalSize, testSize), when: 'end', held };
}

/** Of sets of these sizes, batch by batch. */
function evaluationOf(hooks: readonly Hook[], ...sizes: number[]): Omit<RunPass, 'when'> {
  const times = sizes.reduce((sum, size) => sum + Math.ceil(size / EVALUATION_BATCH), 0);
  return { images: Math.min(EVALUATION_BATCH, Math.max(...sizes)), training: false, hooks, times };
}

/** The last layer of the stem and of each block, whose output goes to the next. */
export function boundariesOf(layers: readonly LayerShape[]): LayerShape[] {
  const count = layers.at(-1)!.block;
  return Array.from({ length: count }, (_, block) => layers.findLast(layer => layer.block === block)!);
}
