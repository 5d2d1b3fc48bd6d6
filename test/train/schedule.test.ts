import test from 'ava';
import fc from 'fast-check';
import type { Recipe } from '../../src/run/config.ts';
import { learningRateAt } from '../../src/train/schedule.ts';

type Schedule = Pick<Recipe, 'learningRate' | 'warmup' | 'milestones'>;

const paper: Schedule = {
  learningRate: 0.1,
  warmup: null,
  milestones: [
    { at: 0.5, factor: 0.1 },
    { at: 0.75, factor: 0.01 },
  ],
};
const paper110: Schedule = { ...paper, warmup: { fraction: 400 / 64_000, from: 0.1, shape: 'constant' } };
const quick: Schedule = {
  learningRate: 0.05,
  warmup: { fraction: 0.1, from: 0.1, shape: 'linear' },
  milestones: [
    { at: 0.6, factor: 0.1 },
    { at: 0.85, factor: 0.01 },
  ],
};

const tables: [what: string, schedule: Schedule, total: number, rows: [step: number, rate: number][]][] = [
  [
    'the paper’s schedule divides by ten at 32k and at 48k of 64k steps',
    paper,
    64_000,
    [
      [0, 0.1],
      [31_999, 0.1],
      [32_000, 0.01],
      [47_999, 0.01],
      [48_000, 0.001],
      [63_999, 0.001],
    ],
  ],
  [
    'the paper’s schedule for depth 110 starts with 400 steps at 0.01',
    paper110,
    64_000,
    [
      [0, 0.01],
      [399, 0.01],
      [400, 0.1],
      [31_999, 0.1],
      [32_000, 0.01],
      [48_000, 0.001],
    ],
  ],
  [
    'the quick schedule grows for a tenth of the steps and falls at 60 % and 85 %',
    quick,
    1000,
    [
      [0, 0.005],
      [50, 0.0275],
      [99, 0.04955],
      [100, 0.05],
      [599, 0.05],
      [600, 0.005],
      [849, 0.005],
      [850, 0.0005],
      [999, 0.0005],
    ],
  ],
  [
    'without warm-up and milestones the rate is constant',
    { learningRate: 0.3, warmup: null, milestones: [] },
    10,
    [
      [0, 0.3],
      [9, 0.3],
    ],
  ],
];

for (const [what, schedule, total, rows] of tables) {
  test(what, t => {
    for (const [step, rate] of rows) {
      t.true(Math.abs(learningRateAt(step, total, schedule) / rate - 1) < 1e-12, `step ${step}`);
    }
  });
}

test('a factor multiplies the rate of every step', t => {
  const warmup = { fraction: 0.1, from: 0.1, shape: 'linear' } as const;
  const schedule = { learningRate: 0.1, warmup, milestones: [{ at: 0.5, factor: 0.1 }] };
  for (const step of [0, 5, 30, 80]) {
    const factor =
      learningRateAt(step, 100, { ...schedule, rateFactor: 4 }) / learningRateAt(step, 100, schedule);
    t.true(Math.abs(factor - 4) < 1e-12);
  }
});

test('the order in which milestones are written does not matter', t => {
  const property = fc.property(fc.nat({ max: 999 }), step => {
    const reversed = { ...quick, milestones: quick.milestones.toReversed() };
    t.is(learningRateAt(step, 1000, reversed), learningRateAt(step, 1000, quick));
  });
  t.notThrows(() => fc.assert(property));
});

test('after warm-up the rate never grows, and is never zero or more than the base rate', t => {
  const property = fc.property(fc.integer({ min: 1, max: 500 }), total => {
    const rates = Array.from({ length: total }, (_, step) => learningRateAt(step, total, quick));
    t.true(rates.every(rate => rate > 0 && rate <= quick.learningRate));
    const after = rates.slice(Math.round(0.1 * total));
    t.true(after.every((rate, i) => i === 0 || rate <= after[i - 1]!));
  });
  t.notThrows(() => fc.assert(property));
});
