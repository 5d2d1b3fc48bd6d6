import test from 'ava';
import { oneOf, UsageError } from '../src/usage-error.ts';

test('a value that is allowed is taken', t => {
  t.is(oneOf('--engine', 'wasm', ['auto', 'wasm']), 'wasm');
});

test('one that is not is refused with what it was, all that is allowed, and the nearest', t => {
  t.throws(() => oneOf('--engine', 'wasn', ['auto', 'wasm']), {
    instanceOf: UsageError,
    message: 'unknown --engine "wasn"; allowed: auto, wasm. Did you mean "wasm"?',
  });
});
