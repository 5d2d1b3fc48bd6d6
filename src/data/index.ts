export { DataError, DataSizeError } from './errors.ts';
export { loadDataOnce } from './load.ts';
export { sourceNames, sourceOf } from './registry.ts';
export type * from './types.ts';
