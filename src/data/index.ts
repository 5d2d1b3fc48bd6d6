export { assembleAugmentedBatch, assembleBatch, type Normalisation, type PlainBatch } from './assemble.ts';
export { evaluationBatches, type TrainingOptions, trainingBatches } from './batches.ts';
export type { LoadOptions } from './cifar10.ts';
export { ensureDataset, isDatasetCached, loadDataset, loadDatasetOnce } from './dataset.ts';
export { DataError, DataSizeError } from './errors.ts';
export { prepareSplits, sourceSizes } from './splits.ts';
export * from './types.ts';
