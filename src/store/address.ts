import { queueUrl } from '../queue/url.ts';
import { type FolderAddress, FolderStore } from './folder-store.ts';
import { type PostgresAddress, PostgresStore } from './postgres-store.ts';
import type { RunStore } from './run-store.ts';

/** Where a run is kept, as plain data: what a worker process is told. */
export type StoreAddress = FolderAddress | PostgresAddress;

/** @throws UsageError where the environment does not name the database */
export function openStore(address: StoreAddress): RunStore {
  if (address.type === 'folder') return new FolderStore(address);
  return new PostgresStore(address, queueUrl(undefined, process.env));
}
