import { cacheRoot } from '../data/cache/cache-folder.ts';
import type { Engine } from '../engine/index.ts';
import { descriptorOf } from '../engine/registry.ts';
import { batteryHash } from './battery.ts';
import { arithmeticKey } from './key.ts';
import { recall, remember } from './memory.ts';

/** An engine, with the name of its arithmetic: only runs of equal arithmetic are resumed and paired. */
export interface RunEngine extends Engine {
  /** How it rounds, `native-avx512-1a2b3c4d`: its kind, and a hash of what it computes of fixed numbers. */
  readonly arithmetic: string;
}

const known = new Map<string, Promise<string>>();

/**
 * Names the arithmetic of the engine that is current. What it computes is found out once for each build or
 * installation, and remembered.
 *
 * @param compute of the battery, in place of the current engine
 */
export async function withArithmetic(engine: Engine, compute = batteryHash): Promise<RunEngine> {
  const { arithmetic } = descriptorOf(engine);
  const name = arithmetic.name(engine);
  if (!known.has(name))
    known.set(name, hashOf(engine, arithmetic.folder?.() ?? cacheRoot(process.env), compute));
  return { ...engine, arithmetic: `${name}-${await known.get(name)}` };
}

/** What an engine computes: remembered in `folder`, or computed and remembered there. */
export async function hashOf(engine: Engine, folder: string, compute: () => string): Promise<string> {
  const key = arithmeticKey(engine);
  const remembered = await recall(folder, key);
  if (remembered) return remembered;
  const hash = compute();
  await remember(folder, key, hash);
  return hash;
}
