/** Runs whatever computes once more, on the engine `native`, on machines that can compile its kernels. */
import test from 'ava';
import { buildKernels, canCompile } from './native/fixtures.ts';

if (canCompile) {
  await buildKernels();
  process.env.TRAINING_ENGINE = 'native';
  await import('./computing.ts');
} else {
  test.skip('tests on the engine native need a C++ compiler', () => {});
}
