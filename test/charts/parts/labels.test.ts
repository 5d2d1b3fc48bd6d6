import test from 'ava';
import { spread } from '../../../src/charts/parts/labels.ts';

test('labels that are apart stay where they are', t => {
  t.deepEqual(spread([30, 10, 20], 5), [30, 10, 20]);
  t.deepEqual(spread([], 5), []);
});

test('labels that would lie on each other move apart around their middle, in their order', t => {
  t.deepEqual(spread([10, 10, 10], 2), [8, 10, 12]);
  t.deepEqual(spread([11, 10], 4), [12.5, 8.5]);
});

test('a label that is pushed pushes the next', t => {
  const placed = spread([0, 1, 3], 2);
  t.deepEqual(
    placed,
    [-2 / 3, 4 / 3, 10 / 3].map(value => placed.find(one => Math.abs(one - value) < 1e-9)),
  );
});
