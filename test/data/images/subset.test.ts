import test from 'ava';
import { head, pick } from '../../../src/data/images/subset.ts';
import { madeUpSet } from '../fixtures.ts';

test('picked images come with their labels', t => {
  const set = madeUpSet(10, 2);
  const picked = pick(set, Uint32Array.of(7, 3));
  t.deepEqual([...picked.labels], [7, 3]);
  t.deepEqual(picked.images.subarray(0, 12), set.images.subarray(84, 96));
  t.deepEqual(head(picked, 1), pick(set, Uint32Array.of(7)));
});
