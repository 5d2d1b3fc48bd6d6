import test from 'ava';
import { compileFmaLimit } from '../../bench/fma-limit.ts';

test('multiply-adds are counted where there is a compiler', async t => {
  const limit = await compileFmaLimit().catch((error: Error) => error);
  if (limit instanceof Error) {
    t.log('no C++ compiler here');
    return t.regex(limit.message, /^the C\+\+ compiler "/);
  }
  t.teardown(() => limit.dispose());
  t.not(limit.compiler, '');
  // A processor of 1 GHz with vectors of four does 8 GFLOP/s; none does a million.
  const gflops = await limit.measure(1);
  t.true(gflops > 1 && gflops < 1e6, `${gflops}`);
});

test('a compiler that does not exist is named', async t => {
  await t.throwsAsync(compileFmaLimit('/nowhere/c++'), {
    message: /^the C\+\+ compiler "\/nowhere\/c\+\+" failed .*CXX/,
  });
});
