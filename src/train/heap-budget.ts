import type { EngineDescriptor } from '../engine/descriptor.ts';
import { engines } from '../engine/registry.ts';
import { type Execution, executionOf, type HooksInUse, NO_HOOKS } from '../model/execution.ts';
import { type LayerShape, parametersOf, valuesIn } from '../model/layer-shapes.ts';
import { findOptimizer } from '../optimizers/registry.ts';
import type { RunConfig } from '../run/config.ts';
import { UsageError } from '../usage-error.ts';
import { finalLayers } from './run-layers.ts';
import { boundariesOf, passesOf, type RunPass } from './run-passes.ts';

const MIB = 2 ** 20;
const FLOAT_BYTES = 4;

/** What the estimate asks of an engine. */
type HeapEngine = Pick<EngineDescriptor, 'name' | 'fuses' | 'memoryLimit'>;

/**
 * Heap that a run takes on an engine that keeps its tensors in the wasm heap, in bytes: that of the pass which takes most.
 *
 * @param regularizers where they act: some keep layers from being fused
 */
export function trainingHeapBytes(
  config: RunConfig,
  engine: Pick<HeapEngine, 'fuses'>,
  regularizers: HooksInUse = NO_HOOKS,
): number {
  const layers = finalLayers(config);
  const weights = weightSets(config.recipe) * parametersOf(layers);
  const sizes = passesOf(config, layers, regularizers).map(pass => {
    const execution = executionOf({ kind: config.kind, ...config.network }, pass.hooks, engine.fuses);
    return heapBytes(pass, execution, layers, weights);
  });
  return Math.max(...sizes);
}

/** Weights, two sets of gradients, and what the optimizer remembers of each weight. */
function weightSets({ optimizer: { name } }: RunConfig['recipe']): number {
  return 3 + Object.values(findOptimizer(name).state).filter(shape => shape === 'of its shape').length;
}

/**
 * Factors and constants cover scratch space, fragmentation, that the heap grows by a fifth at a time, and what it begins
 * with.
 */
function heapBytes(
  { images, training, held = 0 }: RunPass,
  execution: Execution,
  layers: readonly LayerShape[],
  weights: number,
): number {
  const perImage = training ? remembered[execution](layers) : evaluated(layers, inEvaluation[execution]);
  const bytes = FLOAT_BYTES * (images * perImage + held + weights);
  return execution === 'fused' ? 1.25 * (bytes + 16 * MIB) : 1.1 * bytes + 24 * MIB;
}

/** Values that an image leaves in the layers, of those that are there at the same time. */
type Taken = (layer: LayerShape) => number;

/** Of an image, from the first layer to the last and back. */
const remembered: Readonly<Record<Execution, (layers: readonly LayerShape[]) => number>> = {
  composed: layers => total(layers, composedTraining),
  // The gradients of two maps at a time: each is gone once it was used.
  fused: layers => {
    const ofBlocks = layers.filter(({ block }) => block > 0);
    return total(layers, fusedTraining) + 2 * Math.max(...ofBlocks.map(({ output }) => valuesIn(output)));
  },
};

/**
 * A convolution leaves its output, batch normalisation what it has centred and what it puts out, an addition the sum and
 * its ReLU; and TensorFlow.js holds all of their gradients to the end of the backward pass.
 */
const composedTraining: Taken = ({ kind, input, output }) => {
  const times: Partial<Record<LayerShape['kind'], number>> = {
    embedding: 2,
    convolution: 4.3,
    'batch-norm': 0.7,
    'concatenated-relu': 3,
    addition: 5,
    subsample: 1,
    gate: 7,
    scaled: 3,
    dropout: 3,
  };
  return kind === 'max-pool'
    ? 5 * (valuesIn(input) + valuesIn(output))
    : (times[kind] ?? 0) * valuesIn(output);
};

/**
 * A convolution leaves its output and no more: it is normalised where it is read. What is pooled is written down before,
 * and so is a projection before it is added.
 */
const fusedTraining: Taken = ({ kind, onShortcut, input, output }) => {
  if (kind === 'max-pool') return valuesIn(input) + valuesIn(output);
  if (kind === 'convolution') return (onShortcut ? 2 : 1) * valuesIn(output);
  return ['embedding', 'addition', 'subsample'].includes(kind) ? valuesIn(output) : 0;
};

const inEvaluation: Readonly<Record<Execution, Taken>> = {
  composed: ({ kind, output }) => {
    const times: Partial<Record<LayerShape['kind'], number>> = {
      embedding: 1,
      convolution: 1,
      'batch-norm': 1,
      'max-pool': 1,
      subsample: 1,
      'concatenated-relu': 2,
      addition: 2,
      gate: 5,
      scaled: 2,
      dropout: 2,
    };
    return (times[kind] ?? 0) * valuesIn(output);
  },
  fused: layer => (layer.kind === 'addition' ? 0 : fusedTraining(layer)),
};

/** Evaluation keeps what comes out of each block, and of one block, or of the stem, all the rest. */
function evaluated(layers: readonly LayerShape[], taken: Taken): number {
  const outputs = boundariesOf(layers);
  const within = outputs.map((_, place) =>
    total(
      layers.filter(({ block }) => block === place),
      taken,
    ),
  );
  return total(outputs, ({ output }) => valuesIn(output)) + Math.max(...within);
}

function total(layers: readonly LayerShape[], taken: Taken): number {
  return layers.reduce((sum, layer) => sum + taken(layer), 0);
}

/** A run that would not fit into the memory of its engine. */
export class HeapBudgetError extends UsageError {
  /** @param fitting examples of the largest batch that would; 0 if none would */
  constructor(
    id: string,
    { data, recipe: { batchSize } }: RunConfig,
    engine: string,
    needed: number,
    limit: number,
    fitting: number,
  ) {
    const size = 'resolution' in data ? '--resolution or --width' : '--width';
    const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
    super(
      `${id} needs about ${gib(needed)} of memory; the engine ${engine} has at most ${gib(limit)}. ` +
        (fitting > 0 ? `Lower --batch-size (${batchSize}) to ${fitting} or less, or lower` : 'Lower') +
        ` ${size}, ` +
        `or use --engine ${engines.find(one => one.automatic && one.memoryLimit === null)!.name}.`,
    );
    this.name = 'HeapBudgetError';
  }
}

/** @throws HeapBudgetError for a run that would not fit; an allocation that fails there is not noticed. */
export function requireHeap(
  id: string,
  config: RunConfig,
  engine: HeapEngine,
  regularizers: HooksInUse = NO_HOOKS,
): void {
  const { name, memoryLimit } = engine;
  if (memoryLimit === null) return;
  const needed = (batchSize: number) =>
    trainingHeapBytes({ ...config, recipe: { ...config.recipe, batchSize } }, engine, regularizers);
  const { batchSize } = config.recipe;
  if (needed(batchSize) <= memoryLimit) return;
  let fitting = batchSize - 1;
  while (fitting > 0 && needed(fitting) > memoryLimit) fitting--;
  throw new HeapBudgetError(id, config, name, needed(batchSize), memoryLimit, fitting);
}
