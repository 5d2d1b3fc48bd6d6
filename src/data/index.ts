export type { LoadOptions } from './cifar10/load.ts';
export { DataError, DataSizeError } from './errors.ts';
export {
  assembleAugmentedBatch,
  assembleBatch,
  type Normalisation,
  type PlainBatch,
} from './images/assemble.ts';
export { evaluationBatches, type TrainingOptions, trainingBatches } from './images/batches.ts';
export { prepareSplits, sourceSizes } from './images/splits.ts';
export { ensureDataset, isDatasetCached, loadDataset, loadDatasetOnce } from './load.ts';
export * from './types.ts';
