import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { splitsOfImages } from '../../../src/data/images/batches.ts';
import { prepareSplits } from '../../../src/data/images/splits.ts';
import { wasmHeapBytes } from '../../../src/engine/wasm.ts';
import type { EpochTold, StepTold, Told } from '../../../src/playground/protocol.ts';
import { imageExamples } from '../../../src/playground/worker/looking.ts';
import { Session } from '../../../src/playground/worker/session.ts';
import { exhaustive } from '../../exhaustive.ts';
import { collect, epochs, networkOf, raw, tinyConfig } from '../../train/tiny.ts';
import { openTrainingEngine, trainingEngine } from '../../training-engine.ts';

test.beforeEach(openTrainingEngine);

/** A session, and all that it has told. */
function sessionOf(config: ReturnType<typeof tinyConfig>): { session: Session; told: Told[] } {
  const told: Told[] = [];
  const images = prepareSplits(raw, config.data, config.seed);
  const learned = {
    splits: splitsOfImages(images, config.data.augmentation),
    classes: 10,
    examples: imageExamples(images),
  };
  const session = new Session(config, learned, one => told.push(one));
  return { session, told };
}

async function toEpoch(session: Session, told: readonly Told[], epoch: number): Promise<void> {
  while (!told.some(one => one.type === 'epoch' && one.epoch === epoch)) {
    if ((await session.advance()) === null) return;
  }
}

const epochsIn = (told: readonly Told[]) => told.filter((one): one is EpochTold => one.type === 'epoch');
const stepsIn = (told: readonly Told[]) => told.filter((one): one is StepTold => one.type === 'step');

test.serial('looking on changes nothing: epochs are those of a run of the suite', async t => {
  const config = tinyConfig({ recipe: { epochs: 3 } });
  const { session, told } = sessionOf(config);
  await toEpoch(session, told, 3);
  await session.dispose();
  const network = networkOf(config);
  const records = epochs(await collect(config, network));
  network.dispose();
  t.deepEqual(
    epochsIn(told).map(({ trainLoss, testErrorPct, norms }) => ({ trainLoss, testErrorPct, norms })),
    records.map(({ trainLoss, testErrorPct, rows }) => ({
      trainLoss,
      testErrorPct,
      norms: rows.gradients!.map(({ grad_norm }) => grad_norm),
    })),
  );
});

test.serial('after going back the same numbers come again, also from the middle of an epoch', async t => {
  const { session, told } = sessionOf(tinyConfig({ recipe: { epochs: 5 } }));
  await toEpoch(session, told, 3);
  await session.advance();
  const first = epochsIn(told);
  await session.rewind(1);
  told.length = 0;
  await toEpoch(session, told, 3);
  t.deepEqual(epochsIn(told), first.slice(2));
  await session.dispose();
});

test.serial('one step tells the gradients before and after it, of the same images', async t => {
  const { session, told } = sessionOf(tinyConfig());
  t.true(await session.step());
  t.true(await session.step());
  const shown = stepsIn(told).filter(({ before }) => before !== null);
  t.deepEqual(
    shown.map(({ step }) => step),
    [1, 2],
  );
  t.deepEqual(shown[1]!.before, shown[0]!.norms);
  t.notDeepEqual(shown[0]!.before, shown[0]!.norms);
  await session.dispose();
});

test.serial('a block that is taken out changes what is told of it, and training not at all', async t => {
  const config = tinyConfig({ recipe: { epochs: 3 } });
  const [looked, left] = [sessionOf(config), sessionOf(config)];
  await toEpoch(looked.session, looked.told, 1);
  await looked.session.advance();
  await looked.session.lesion([1]);
  await toEpoch(looked.session, looked.told, 3);
  await toEpoch(left.session, left.told, 3);
  t.deepEqual(epochsIn(looked.told), epochsIn(left.told));
  const lesion = looked.told.find(one => one.type === 'lesion')!;
  t.deepEqual(lesion.removed, [1]);
  for (const { session } of [looked, left]) await session.dispose();
});

test.serial('a session that ends, or diverges, says so once and for all', async t => {
  for (const [why, config] of [
    ['finished', tinyConfig()],
    ['diverged', tinyConfig({ recipe: { learningRate: 1e30 } })],
  ] as [string, ReturnType<typeof tinyConfig>][]) {
    const { session, told } = sessionOf(config);
    while ((await session.advance()) !== null);
    t.is(
      told
        .filter(one => one.type === 'ended')
        .map(one => one.why)
        .join(),
      why,
    );
    await session.dispose();
  }
});

test.serial('nothing of a session stays when it is disposed, wherever it is', async t => {
  const make = async (advances: number) => {
    const { session } = sessionOf(tinyConfig());
    for (let i = 0; i < advances; i++) await session.advance();
    await session.step();
    await session.lesion([0, 2]);
    await session.rewind(0);
    await session.advance();
    await session.dispose();
  };
  await make(2);
  const { numTensors } = tf.memory();
  await make(2);
  await make(6);
  t.is(tf.memory().numTensors, numTensors);
});

(exhaustive && trainingEngine === 'wasm' ? test.serial : test.skip)(
  'memory is flat over a hundred epochs',
  async t => {
    const { session, told } = sessionOf(tinyConfig({ recipe: { epochs: 120, milestones: [] } }));
    await toEpoch(session, told, 20);
    const [tensors, heap] = [tf.memory().numTensors, wasmHeapBytes()];
    await toEpoch(session, told, 120);
    t.deepEqual([tf.memory().numTensors, wasmHeapBytes()], [tensors, heap]);
    await session.dispose();
  },
);
