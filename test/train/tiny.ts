import * as tf from '@tensorflow/tfjs';
import { imageSplits } from '../../src/data/images/batches.ts';
import type { Batch, Splits } from '../../src/data/index.ts';
import { syntheticDataset } from '../../src/data/synthetic/generate.ts';
import type { Network } from '../../src/model/network.ts';
import type { Recipe, RunConfig } from '../../src/run/config.ts';
import { networkAfter } from '../../src/suite/run-network.ts';
import { type EpochRecord, type TrainingRecord, train } from '../../src/train/loop.ts';
import type { Snapshot } from '../../src/train/snapshot.ts';
import { type ImageDataConfig, imagesOf } from '../data/fixtures.ts';

export interface TinyOptions extends Partial<Pick<RunConfig, 'kind' | 'depth' | 'seed' | 'probes'>> {
  readonly network?: Partial<RunConfig['network']>;
  readonly data?: Partial<ImageDataConfig>;
  readonly recipe?: Partial<Recipe>;
}

/** The smallest run that has everything: two epochs of four steps. */
export function tinyConfig({
  network,
  data,
  recipe,
  ...rest
}: TinyOptions = {}): RunConfig & { readonly data: ImageDataConfig } {
  return {
    kind: 'residual',
    depth: 8,
    seed: 1,
    ...rest,
    network: { width: 2, shortcut: 'A', batchNorm: true, ...network },
    data: {
      dataset: 'synthetic',
      resolution: 8,
      augmentation: { cropPadding: 1, flip: true },
      trainSize: 40,
      trainEvalSize: 20,
      valSize: 10,
      testSize: 20,
      ...data,
    },
    recipe: {
      epochs: 2,
      maxSteps: null,
      batchSize: 10,
      learningRate: 0.05,
      warmup: null,
      milestones: [{ at: 0.75, factor: 0.1 }],
      optimizer: { name: 'momentum', options: { momentum: 0.9 } },
      weightDecay: 1e-4,
      ...recipe,
    },
    regularizers: [],
  };
}

export const raw = syntheticDataset({ train: 200, test: 300 });

export function splitsOf(config: RunConfig): Splits {
  return imageSplits(raw, imagesOf(config.data), config.seed);
}

/** As it is after an epoch; at first, if none is named. */
export function networkOf(config: RunConfig, epoch = 0): Network {
  return networkAfter(epoch, config);
}

/** Trains to the end; `each` sees every record when it is yielded. */
export async function collect(
  config: RunConfig,
  network: Network,
  { resume, each }: { resume?: Snapshot; each?: (record: TrainingRecord) => Promise<unknown> | unknown } = {},
): Promise<TrainingRecord[]> {
  const records: TrainingRecord[] = [];
  for await (const record of train(config, network, splitsOf(config), resume)) {
    records.push(record);
    await each?.(record);
  }
  return records;
}

export function epochs(records: readonly TrainingRecord[]): EpochRecord[] {
  return records.filter(record => record.type === 'epoch');
}

/** What must be equal in equal runs: all but times, functions and networks, layers by their names. */
export function comparable(records: readonly TrainingRecord[]): unknown[] {
  return JSON.parse(
    JSON.stringify(records, (key, value) => {
      if (key.endsWith('Seconds') || key === 'network') return undefined;
      return key === 'layer' ? value.name : value;
    }),
  );
}

/** Normal pixels, the labels in turn. */
export function randomBatch(count: number, resolution = 8, seed = 1): Batch {
  return {
    inputs: tf.randomNormal([count, resolution, resolution, 3], 0, 1, 'float32', seed) as tf.Tensor4D,
    labels: tf.tensor1d(
      Array.from({ length: count }, (_, i) => i % 10),
      'int32',
    ),
  };
}
