/**
 * Runs whatever computes on the engine `wasm`, which every machine has: where `native.test.ts` can do so on compiled
 * kernels, only for those who want all cases.
 */
import test from 'ava';
import { exhaustive } from './exhaustive.ts';
import { canCompile } from './native/fixtures.ts';

if (exhaustive || !canCompile) {
  await import('./computing.ts');
} else {
  test('what computes is tested on native; EXHAUSTIVE=1 tests it on wasm as well', t => t.pass());
}
