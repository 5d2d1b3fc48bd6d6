import test from 'ava';
import { emptyView, hear } from '../../../src/playground/client/view.ts';
import type { EpochTold, Ready, StepTold } from '../../../src/playground/protocol.ts';

const ready: Ready = {
  type: 'ready',
  parameters: 10,
  batchSize: 32,
  trained: 64,
  layers: ['stem/conv'],
  blocks: [],
  regularized: true,
  classes: 10,
  examples: { labels: [], images: { pixels: new Uint8Array(), resolution: 16 } },
};
const step = (number: number, norm: number): StepTold => ({
  type: 'step',
  step: number,
  epoch: Math.ceil(number / 2),
  loss: 1 / number,
  norms: [norm],
  before: null,
  examplesPerSecond: null,
});
const epoch = (number: number): EpochTold => ({
  type: 'epoch',
  epoch: number,
  step: 2 * number,
  trainErrorPct: 50,
  testErrorPct: 60,
  trainLoss: 1,
  testLoss: 1,
  norms: [number + 0.5],
  responses: [1],
  kept: [0],
});

test('columns stand beside those of the step before', t => {
  const view = emptyView();
  for (const told of [ready, epoch(0), step(1, 3), step(2, 4)]) hear(view, told);
  t.deepEqual([view.norms, view.before], [[4], [3]]);
  hear(view, { ...step(3, 5), before: [6] });
  t.deepEqual([view.norms, view.before], [[5], [6]]);
});

test('going back takes back what came after, and a new network all of it', t => {
  const view = emptyView();
  for (const told of [ready, epoch(0), step(1, 3), step(2, 4), epoch(1), step(3, 4), step(4, 4), epoch(2)]) {
    hear(view, told);
  }
  hear(view, { type: 'ended', why: 'finished' });
  hear(view, { type: 'rewound', epoch: 1 });
  t.deepEqual(
    view.epochs.map(one => one.epoch),
    [0, 1],
  );
  t.deepEqual(
    view.losses.map(one => one.step),
    [1, 2],
  );
  t.deepEqual([view.norms, view.before, view.ended], [[1.5], [], null]);
  hear(view, ready);
  t.deepEqual(view, { ...emptyView(), ready });
});

test('what the network before still says is not heard', t => {
  const view = emptyView();
  for (const told of [epoch(3), step(9, 1)]) hear(view, told);
  t.deepEqual(view, emptyView());
  hear(view, { type: 'failed', message: 'no' });
  t.is(view.problem, 'no');
});

test('as many losses are kept as are drawn', t => {
  const view = emptyView();
  hear(view, ready);
  for (let i = 1; i <= 1000; i++) hear(view, step(i, 1));
  t.is(view.losses.length, 400);
  t.is(view.losses.at(-1)!.step, 1000);
});
