import test from 'ava';
import { type LesionBlock, lesionsOf } from '../../src/model/lesion.ts';

/** Three stages of `n` blocks, of which the first of the later two changes the shape. */
function blocksOf(n: number): LesionBlock[] {
  return [1, 2, 3].flatMap(stage =>
    Array.from({ length: n }, (_, i) => ({
      name: `stage${stage}/block${i + 1}`,
      keepsShape: stage === 1 || i > 0,
    })),
  );
}

const deep = lesionsOf(blocksOf(9), 1);

test('nothing comes first, then each block alone', t => {
  t.like(deep[0], { kind: 'none', removed: [] });
  const alone = deep.filter(({ kind }) => kind === 'one');
  t.deepEqual(
    alone.map(({ removed }) => removed),
    Array.from({ length: 27 }, (_, place) => [place]),
  );
});

test('several blocks are different ones that keep the shape, five draws of each number, and once all of them', t => {
  const several = deep.filter(({ kind }) => kind === 'several');
  const counts = several.map(({ count }) => count);
  t.deepEqual([...new Set(counts)], [2, 4, 8, 16, 25]);
  t.is(counts.filter(count => count === 8).length, 5);
  t.is(counts.filter(count => count === 25).length, 1);
  const changing = [9, 18];
  for (const { removed, count } of several) {
    t.is(new Set(removed).size, count);
    t.false(removed.some(place => changing.includes(place)));
  }
  t.not(String(several[0]!.removed), String(several[1]!.removed));
});

test('swapped blocks stay in their stages, and those that change the shape where they are', t => {
  const swapped = deep.filter(({ kind }) => kind === 'swapped');
  t.deepEqual([...new Set(swapped.map(({ count }) => count))], [1, 2, 4, 8, 16]);
  for (const { order, count } of swapped) {
    t.deepEqual(
      [...order].sort((a, b) => a - b),
      deep[0]!.order,
    );
    for (const [place, block] of order.entries()) t.is(Math.floor(block / 9), Math.floor(place / 9));
    t.deepEqual([order[9], order[18]], [9, 18]);
    if (count === 1) t.is(order.filter((block, place) => block !== place).length, 2);
  }
});

test('the same seed draws the same, another one does not', t => {
  t.deepEqual(lesionsOf(blocksOf(9), 1), deep);
  t.notDeepEqual(lesionsOf(blocksOf(9), 2), deep);
});

test('a network with one block in each stage has none to swap', t => {
  t.deepEqual(
    lesionsOf(blocksOf(1), 1).map(({ kind }) => kind),
    ['none', 'one', 'one', 'one'],
  );
});
