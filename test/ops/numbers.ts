import { openEngine } from '../../src/engine/index.ts';
import type { EngineName } from '../../src/engine/registry.ts';
import { randomStream } from '../../src/random.ts';
import { trainingEngine } from '../training-engine.ts';
import type { Numbers } from './reference.ts';

/** Normal numbers that a float32 holds exactly, so that no implementation starts from other ones. */
export function normals(length: number, seed: number, name: string): Float64Array {
  const { normal } = randomStream(seed, 'test', name);
  return Float64Array.from({ length }, () => Math.fround(normal()));
}

/** Largest difference, as a multiple of the largest number expected (or of `atLeast`, if that is larger). */
export function distance(actual: Numbers, expected: Numbers, atLeast = 1): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let furthest = 0;
  let largest = atLeast;
  for (let i = 0; i < expected.length; i++) {
    const apart = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(apart)) return Number.POSITIVE_INFINITY;
    furthest = Math.max(furthest, apart);
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return furthest === 0 ? 0 : furthest / largest;
}

/** Engines to compare: the one that trains, and, once, the one that is slow and simple. */
export const engines: readonly EngineName[] = trainingEngine === 'wasm' ? ['wasm', 'cpu'] : [trainingEngine];

/** Computes on one engine. Tests that use it must be serial: there is one current engine per process. */
export async function on<R>(engine: EngineName, compute: () => R): Promise<R> {
  await openEngine(engine);
  return compute();
}
