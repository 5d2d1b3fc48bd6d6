import test from 'ava';
import { grouped, percent, short } from '../../../src/playground/client/numbers.ts';

test('numbers are written alike in every language', t => {
  t.deepEqual([0, 999, 1000, 1234567.4].map(grouped), ['0', '999', '1,000', '1,234,567']);
  t.deepEqual([0, 12.34, 100].map(percent), ['0.0', '12.3', '100.0']);
  t.deepEqual([undefined, 0, 0.5, 123.456, 1e-12, 5e6].map(short), [
    '–',
    '0',
    '0.5',
    '123',
    '1.0e-12',
    '5.0e+6',
  ]);
});
