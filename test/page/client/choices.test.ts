import test from 'ava';
import { valueEnds } from '../../../src/page/client/ends.ts';
import { preferred } from '../../../src/page/client/languages.ts';
import { keyOf, toggled } from '../../../src/page/client/state.ts';

const rows = [
  { epoch: 0, error: 90, low: null, high: null },
  { epoch: 5, error: 40, low: 3, high: 77 },
  { epoch: 6, error: 42, low: null, high: null },
  { epoch: 9, error: 30, low: null, high: null },
];

test('a vertical axis has room for what is drawn in a stretch of epochs, and no more', t => {
  t.deepEqual(valueEnds(rows, [4, 6], false), [40 - 0.08, 42 + 0.08]);
  t.deepEqual(valueEnds(rows, null, false), [30 - 2.4, 90 + 2.4]);
  t.is(valueEnds(rows, [7, 8], false), null);
});

test('a logarithmic axis has no room for what has no place on it', t => {
  t.deepEqual(valueEnds(rows, [9, 9], true), [30, 60]);
});

test('a series is hidden by one press and shown again by the next', t => {
  const key = keyOf('depth', 8);
  t.is(key, 'depth 8');
  t.deepEqual(toggled(toggled([], key), key), []);
});

test('a page opens in the first of the reader’s languages that it has, or one of the same tongue', t => {
  const has = ['en', 'zh-CN'];
  t.is(preferred(['zh-TW', 'en'], has, 'en'), 'zh-CN');
  t.is(preferred(['fr', 'en-GB'], has, 'zh-CN'), 'en');
  t.is(preferred(['fr'], has, 'en'), 'en');
});
