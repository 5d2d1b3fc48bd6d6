/** Prints whether TensorFlow.js is loaded once runs, as JSON, were prepared for and their memory was checked. */
import { Module } from 'node:module';
import { engineById } from '../../src/engine/registry.ts';
import { requireHeapFor } from '../../src/suite/heap-check.ts';
import '../../src/suite/prepare.ts';

await requireHeapFor(JSON.parse(process.argv[2]!), engineById('native'));
const { _cache: loaded } = Module as unknown as { _cache: Record<string, unknown> };
console.log(Object.keys(loaded).some(path => path.includes('tfjs-core')));
