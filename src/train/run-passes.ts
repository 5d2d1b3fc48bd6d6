import { BLOCK_IMAGES, EVALUATION_BATCH, LANDSCAPE_SIDE, LINE_POINTS, LINES } from '../model/batch-sizes.ts';
import { keepsShape } from '../model/describe-block.ts';
import { describeNetwork } from '../model/describe-network.ts';
import type { Hook, HooksInUse } from '../model/execution.ts';
import { type LayerShape, parametersOf } from '../model/layer-shapes.ts';
import { lesionsOf } from '../model/lesion.ts';
import type { ProbeTime } from '../probes/probe.ts';
import type { RunConfig } from '../run/config.ts';
import { architectureAfter } from './run-layers.ts';

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
  if (asked.includes('lesions')) passes.push(lesions(config, evaluation));
  if (asked.includes('shattering')) {
    passes.push({ images: LINE_POINTS, training: true, hooks: ['boundary'], when: 'start', times: LINES });
  }
  if (asked.includes('landscape')) passes.push(landscape(config, layers, evaluation));
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

/** The test images once for each lesion. */
function lesions(config: RunConfig, evaluation: readonly Hook[]): RunPass {
  const { blocks } = describeNetwork(architectureAfter(config.recipe.epochs, config));
  const damages = lesionsOf(
    blocks.map(block => ({ name: block.name, keepsShape: keepsShape(block) })),
    config.seed,
  );
  const once = evaluationOf(evaluation, config.data.testSize);
  return { ...once, when: 'end', times: damages.length * once.times };
}

/** The images of the training error once for each point; the weights, and both directions, are kept. */
function landscape(
  { data: { trainEvalSize }, probes }: RunConfig,
  layers: readonly LayerShape[],
  evaluation: readonly Hook[],
): RunPass {
  const once = evaluationOf(evaluation, trainEvalSize);
  const points = (probes?.landscapeSide ?? LANDSCAPE_SIDE) ** 2;
  return { ...once, when: 'end', times: points * once.times, held: 3 * parametersOf(layers) };
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
