import test from 'ava';
import { KeptSnapshots } from '../../../src/playground/worker/kept.ts';
import type { Snapshot } from '../../../src/train/snapshot.ts';

const snapshot = (epoch: number): Snapshot => ({
  epoch,
  step: epoch,
  optimizer: 'momentum',
  tensors: [],
  history: [],
  remembered: null,
});

test('however long training takes, a few dozen snapshots are kept, evenly, and the first among them', async t => {
  const kept = new KeptSnapshots();
  for (let epoch = 0; epoch <= 500; epoch++) await kept.add(epoch, async () => snapshot(epoch));
  const { epochs } = kept;
  t.true(epochs.length > 15 && epochs.length <= 32, String(epochs.length));
  t.is(epochs[0], 0);
  const steps = epochs.slice(1).map((epoch, i) => epoch - epochs[i]!);
  t.is(new Set(steps).size, 1);
});

test('going back forgets what came after, and what was not kept is named with what was', async t => {
  const kept = new KeptSnapshots();
  for (const epoch of [0, 1, 2, 3]) await kept.add(epoch, async () => snapshot(epoch));
  t.is(kept.backTo(1).epoch, 1);
  t.deepEqual(kept.epochs, [0, 1]);
  t.throws(() => kept.backTo(3), { message: 'nothing is kept of epoch 3; kept: 0, 1' });
});
