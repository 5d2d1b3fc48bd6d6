import { type FolderAddress, FolderStore } from './folder-store.ts';
import type { RunStore } from './run-store.ts';

/** Where a run is kept, as plain data: what a worker process is told. */
export type StoreAddress = FolderAddress;

export function openStore(address: StoreAddress): RunStore {
  return new FolderStore(address);
}
