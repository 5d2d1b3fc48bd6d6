import test from 'ava';
import fc from 'fast-check';
import { balancedOrder } from '../../src/data/split-order.ts';

const labels = Uint8Array.from({ length: 200 }, (_, i) => (i * 7) % 10);

test('any stretch of a balanced order has classes that differ by one image at most', t => {
  const property = fc.property(
    fc.nat({ max: 1000 }),
    fc.nat({ max: 200 }),
    fc.nat({ max: 200 }),
    (seed, a, b) => {
      const stretch = balancedOrder(labels, 10, seed).subarray(Math.min(a, b), Math.max(a, b));
      const counts = new Array<number>(10).fill(0);
      for (const index of stretch) counts[labels[index]!]!++;
      return Math.max(...counts) - Math.min(...counts) <= 1;
    },
  );
  t.notThrows(() => fc.assert(property));
});

test('a balanced order is a permutation, also when classes have different sizes', t => {
  const uneven = fc.uint8Array({ max: 9, maxLength: 100 });
  const property = fc.property(uneven, fc.option(fc.nat(), { nil: undefined }), (some, seed) => {
    const order = balancedOrder(Uint8Array.from(some), 10, seed);
    t.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from(some, (_, i) => i),
    );
  });
  t.notThrows(() => fc.assert(property));
});

test('the seed decides the order, and without one images keep theirs', t => {
  t.deepEqual(balancedOrder(labels, 10, 1), balancedOrder(labels, 10, 1));
  t.notDeepEqual(balancedOrder(labels, 10, 1), balancedOrder(labels, 10, 2));
  const firstOfClass0 = [...balancedOrder(labels, 10)].filter(index => labels[index] === 0);
  t.deepEqual(
    firstOfClass0,
    [...firstOfClass0].sort((a, b) => a - b),
  );
});
