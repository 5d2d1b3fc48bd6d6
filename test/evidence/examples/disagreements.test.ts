import test from 'ava';
import { classErrors } from '../../../src/evidence/examples/class-errors.ts';
import { closestPair, mistakesIn, wrongInFirstAlone } from '../../../src/evidence/examples/disagreements.ts';
import { cutShort, makeRun, makeRuns, predictedSplit, withPredictions } from '../../reports/fixtures.ts';

test('errors of each class are shares of its own examples, and none where it has none', t => {
  const split = predictedSplit([
    { index: 1, label: 0, predicted: 0 },
    { index: 2, label: 0, predicted: 2 },
    { index: 5, label: 2, predicted: 0 },
  ]);
  t.deepEqual(classErrors(split, 3), [50, null, 100]);
  t.is(mistakesIn(split), 2);
});

test('an example counts where the first network is wrong and the second right, whatever their order', t => {
  const first = predictedSplit([
    { index: 1, label: 3, predicted: 3 },
    { index: 4, label: 3, predicted: 5 },
    { index: 6, label: 4, predicted: 5 },
    { index: 8, label: 4, predicted: 1 },
  ]);
  const second = predictedSplit([
    { index: 4, label: 3, predicted: 3 },
    { index: 6, label: 4, predicted: 5 },
    { index: 9, label: 4, predicted: 4 },
  ]);
  t.deepEqual(wrongInFirstAlone(first, second), [{ index: 4, label: 3, wrong: 5 }]);
  t.deepEqual(wrongInFirstAlone(second, second), []);
});

const small = { depths: [8, 20, 56], seeds: 3, epochs: 1 };

test('the deepest twins of the lowest seed are looked at, of those that have finished', t => {
  const runs = makeRuns(small).map(run => withPredictions(run));
  const names = (pair: ReturnType<typeof closestPair>) =>
    pair === null || pair === 'not kept'
      ? pair
      : [pair.plain, pair.residual].map(
          ({ record: { config } }) => `${config.kind}-${config.depth}-${config.seed}`,
        );
  t.deepEqual(names(closestPair(runs)), ['plain-56-1', 'residual-56-1']);
  const running = runs.map(run => {
    const { kind, depth, seed } = run.record.config;
    return kind === 'plain' && depth === 56 && seed === 1 ? cutShort(run, 'running', 0) : run;
  });
  t.deepEqual(names(closestPair(running)), ['plain-56-2', 'residual-56-2']);
  const whole = closestPair(runs);
  t.is(whole !== null && whole !== 'not kept' && whole.all.length, 6);
  t.is(closestPair(runs.filter(({ record }) => record.config.kind === 'plain')), null);
  t.is(closestPair(makeRuns(small)), 'not kept');
  t.is(closestPair([makeRun({ kind: 'plain', depth: 8, seed: 1, epochs: 1 })]), null);
});
