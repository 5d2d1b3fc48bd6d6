import { parseOptions, splitSpec } from '../named-options.ts';
import { parseOptimizer } from '../optimizers/registry.ts';
import { findRegularizer } from '../regularizers/registry.ts';
import type { Regularizer } from '../regularizers/regularizer.ts';
import { type RegularizerSpec, type RunConfig, runConfigSchema } from '../run/config.ts';
import { isText, type PageData, type Settings } from './settings.ts';

/** Long enough for anybody who looks on. */
const EPOCHS = 500;
/** Pixels a side. */
export const RESOLUTION = 16;
const TRAIN = 2000;
const MEASURED = 500;
/** Of those that are never trained on, where a regularizer chooses by them. */
const VALIDATION = 200;

/** One of the two networks of a pair, as any run of the suite is described. */
export interface Configured {
  readonly config: RunConfig;
  /** Whether the regularizer can act on this kind of network; where not, it is trained without. */
  readonly regularized: boolean;
}

/** @throws Error for what cannot be trained, naming the value received and what is allowed */
export function runConfigOf(settings: Settings, place: 0 | 1): Configured {
  const { networks, width, batchNorm, gain, shortcut, optimizer, rate, data, seed } = settings;
  const { kind, depth } = networks[place];
  const asked = regularizerOf(settings.regularizer);
  const added = asked?.regularizer.kinds.includes(kind) ? asked : null;
  const plain: RunConfig = {
    kind,
    depth,
    seed,
    network: {
      ...(isText(data) && { family: 'text' }),
      width,
      shortcut: shortcut as RunConfig['network']['shortcut'],
      batchNorm,
      ...(gain !== 1 && { initialization: { scheme: 'he', gain } }),
    },
    data: dataOf(data, added?.regularizer.needsValidation ? VALIDATION : 0),
    recipe: {
      epochs: EPOCHS,
      maxSteps: null,
      batchSize: 32,
      learningRate: rate,
      warmup: null,
      milestones: [],
      optimizer: parseOptimizer(optimizer),
      weightDecay: 1e-4,
    },
    regularizers: added ? [added.spec] : [],
  };
  const config = added ? added.regularizer.configure(plain, added.spec.options) : plain;
  return { config: runConfigSchema.parse(config), regularized: asked === null || added !== null };
}

/** The first 32 words of each text are read. */
const TEXTS = { level: 'words', length: 32, vocabulary: 2000 } as const;

function dataOf(dataset: PageData, validation: number): RunConfig['data'] {
  const sizes = {
    trainSize: TRAIN - validation,
    trainEvalSize: MEASURED,
    valSize: validation,
    testSize: MEASURED,
  };
  return isText(dataset)
    ? ({ dataset, ...TEXTS, ...sizes } as RunConfig['data'])
    : ({
        dataset,
        resolution: RESOLUTION,
        augmentation: { cropPadding: 0, flip: false },
        ...sizes,
      } as RunConfig['data']);
}

function regularizerOf(text: string): { regularizer: Regularizer; spec: RegularizerSpec } | null {
  if (text === '') return null;
  const { name, values } = splitSpec(text);
  const regularizer = findRegularizer({ name });
  return { regularizer, spec: { name, options: parseOptions('regularizer', regularizer, values) } };
}
