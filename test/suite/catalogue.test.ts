import test from 'ava';
import { loadExperiment, oneOf } from '../../src/suite/catalogue.ts';
import { UsageError } from '../../src/usage-error.ts';

test('a value that is allowed is taken', t => {
  t.is(oneOf('--engine', 'wasm', ['auto', 'wasm']), 'wasm');
});

test('one that is not is refused with what it was, all that is allowed, and the nearest', t => {
  t.throws(() => oneOf('--engine', 'wasn', ['auto', 'wasm']), {
    instanceOf: UsageError,
    message: 'unknown --engine "wasn"; allowed: auto, wasm. Did you mean "wasm"?',
  });
});

test('a path is no name of an experiment', async t => {
  for (const name of ['../src/cli', './plain-vs-residual', 'plain-vs-residual.ts', '']) {
    await t.throwsAsync(loadExperiment(name), { instanceOf: UsageError });
  }
});
