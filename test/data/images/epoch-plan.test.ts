import test from 'ava';
import fc from 'fast-check';
import { planEpoch } from '../../../src/data/images/epoch-plan.ts';

const paper = { cropPadding: 4, flip: true };

test('an epoch shows every image once', t => {
  const property = fc.property(fc.nat({ max: 300 }), fc.nat(), fc.nat(), (count, seed, epoch) => {
    const { order } = planEpoch(count, seed, epoch, paper);
    return [...order].sort((a, b) => a - b).every((index, i) => index === i) && order.length === count;
  });
  t.notThrows(() => fc.assert(property));
});

test('the seed and the epoch decide the plan', t => {
  t.deepEqual(planEpoch(100, 1, 1, paper), planEpoch(100, 1, 1, paper));
  for (const [seed, epoch] of [
    [1, 2],
    [2, 1],
  ] as const) {
    const other = planEpoch(100, seed, epoch, paper);
    t.notDeepEqual(other.order, planEpoch(100, 1, 1, paper).order);
    t.notDeepEqual(other.top, planEpoch(100, 1, 1, paper).top);
  }
});

test('crops use every place from 0 to twice the padding, and half of the images are flipped', t => {
  const { top, left, flipped } = planEpoch(5000, 1, 1, paper);
  for (const places of [top, left]) t.deepEqual([...new Set(places)].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const share = flipped.reduce((sum, value) => sum + value, 0) / 5000;
  t.true(share > 0.45 && share < 0.55);
});

test('switching one augmentation off leaves the order and the other one alone', t => {
  const both = planEpoch(50, 1, 1, paper);
  const noFlip = planEpoch(50, 1, 1, { cropPadding: 4, flip: false });
  t.deepEqual({ ...noFlip, flipped: both.flipped }, both);
  t.true(noFlip.flipped.every(value => value === 0));
  const noCrop = planEpoch(50, 1, 1, { cropPadding: 0, flip: true });
  t.true(noCrop.top.every(value => value === 0) && noCrop.left.every(value => value === 0));
  t.deepEqual(noCrop.flipped, both.flipped);
});
