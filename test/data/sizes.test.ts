import test from 'ava';
import { fitSizes, requireSizes, type SplitSizes } from '../../src/data/sizes.ts';

const cifar10 = { name: 'cifar10', classes: 10, train: 50_000, test: 10_000 };
const preset: SplitSizes = { trainSize: 10_000, trainEvalSize: 2000, valSize: 500, testSize: 2000 };
const paper: SplitSizes = { trainSize: 50_000, trainEvalSize: 10_000, valSize: 0, testSize: 10_000 };

test('what nobody asked for shrinks to what there is', t => {
  const few = { name: 'few', classes: 2, train: 1000, test: 50 };
  t.deepEqual(fitSizes(preset, {}, few), { trainSize: 900, trainEvalSize: 900, valSize: 100, testSize: 50 });
  t.deepEqual(fitSizes(paper, {}, few), { trainSize: 1000, trainEvalSize: 1000, valSize: 0, testSize: 50 });
  t.deepEqual(fitSizes(preset, { trainSize: 100 }, cifar10), {
    ...preset,
    trainSize: 100,
    trainEvalSize: 100,
  });
});

test('who asks for more than validation leaves gets no validation, and the other way round', t => {
  t.like(fitSizes(preset, { trainSize: 45_000 }, cifar10), { trainSize: 45_000, valSize: 500 });
  t.like(fitSizes(preset, { trainSize: 45_001 }, cifar10), { trainSize: 45_001, valSize: 0 });
  t.like(fitSizes(preset, { trainSize: 50_000 }, cifar10), { trainSize: 50_000, valSize: 0 });
  t.like(fitSizes(paper, { valSize: 5000 }, cifar10), { trainSize: 45_000, valSize: 5000 });
});

test('what was asked for stays, and is refused where it does not fit: what was received, what is allowed, what to do', t => {
  const refuse = (changes: Partial<SplitSizes>) =>
    t.throws(() => requireSizes({ ...preset, ...changes }, cifar10), { name: 'DataSizeError' }).message;
  t.deepEqual(fitSizes(preset, { trainSize: 50_000, valSize: 500 }, cifar10), {
    ...preset,
    trainSize: 50_000,
  });
  t.is(
    refuse({ trainSize: 50_000 }),
    '--train-size must be 10 to 45000 (training examples of cifar10; a tenth is kept apart while --val-size is 500; ' +
      'with 0 there are 50000); got 50000',
  );
  t.is(
    refuse({ trainSize: 50_001, valSize: 0 }),
    '--train-size must be 10 to 50000 (training examples of cifar10; above 45000 none is left for validation); got 50001',
  );
  t.is(refuse({ trainSize: 100 }), 'trainEvalSize must be 10 to 100 (a part of --train-size); got 2000');
  t.is(
    refuse({ valSize: 9 }),
    '--val-size must be 10 to 5000 (validation examples of cifar10; or 0 for none); got 9',
  );
  t.is(refuse({ testSize: 10_001 }), 'testSize must be 10 to 10000 (test examples of cifar10); got 10001');
  t.notThrows(() => requireSizes(paper, cifar10));
  t.notThrows(() => requireSizes({ ...paper, trainSize: 45_000, valSize: 5000 }, cifar10));
});
