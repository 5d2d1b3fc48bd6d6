import test from 'ava';
import { depthAfter, growthEpoch, stepsPerEpoch, totalEpochs, totalSteps } from '../../src/run/steps.ts';
import { config, growing } from './fixtures.ts';

test('a network grows after a share of the epochs that the run has, at the first at the earliest', t => {
  // 45,000 images make 351 batches of 128.
  for (const [at, recipe, epoch] of [
    [0.5, { epochs: 20 }, 10],
    [0.5, { epochs: 1 }, 1],
    [0.01, { epochs: 20 }, 1],
    [0.99, { epochs: 20 }, 20],
    [0.5, { epochs: 183, maxSteps: 64_000 }, 92],
    [0.5, { epochs: 183, maxSteps: 4 * 351 }, 2],
  ] as const) {
    t.is(growthEpoch(growing(20, at, recipe)), epoch);
  }
  t.is(growthEpoch(config), 0);
});

test('until it grows a network has the depth that it begins with', t => {
  const run = growing(20, 0.5, { epochs: 4 });
  t.deepEqual(
    [0, 1, 2, 3, 4].map(epoch => depthAfter(epoch, run)),
    [20, 20, 56, 56, 56],
  );
  t.deepEqual(
    [0, 4].map(epoch => depthAfter(epoch, config)),
    [20, 20],
  );
});

test('a longer run has so many times as many steps, and as many epochs', t => {
  const recipe = { ...config.recipe, epochs: 20, maxSteps: null, longer: 3 };
  const run = { ...config, recipe };
  t.is(stepsPerEpoch(run), 3 * 351);
  t.is(totalSteps(run), 20 * 3 * 351);
  t.is(totalEpochs(run), 20);
  t.is(totalSteps({ ...run, recipe: { ...recipe, maxSteps: 700 } }), 2100);
  t.is(stepsPerEpoch({ ...run, recipe: { ...recipe, passesPerEpoch: 2 } }), 6 * 351);
});
