import test from 'ava';
import { loadDataOnce } from '../../src/data/index.ts';
import { type EngineName, engineById } from '../../src/engine/registry.ts';
import { parseArm } from '../../src/regularizers/arm.ts';
import { runConfigSchema } from '../../src/run/config.ts';
import type { RunEvent } from '../../src/suite/events.ts';
import { executeRun, type RunTask } from '../../src/suite/execute-run.ts';
import { planRuns } from '../../src/suite/plan.ts';
import type { Preset } from '../../src/suite/presets.ts';
import { requireHeap } from '../../src/train/heap-budget.ts';
import { UsageError } from '../../src/usage-error.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { trainingEngine } from '../training-engine.ts';
import { fixedTables, folderOf, taskFor, tinyPreset } from './fixtures.ts';

/** Seconds of training: three epochs of four steps. */
const textPreset: Preset = {
  ...tinyPreset,
  depths: [9],
  network: { ...tinyPreset.network, family: 'text' },
  data: {
    dataset: 'synthetic-text',
    level: 'words',
    length: 24,
    vocabulary: 60,
    trainSize: 80,
    trainEvalSize: 40,
    valSize: 20,
    testSize: 40,
  },
  recipe: { ...tinyPreset.recipe, epochs: 3, batchSize: 20 },
  probes: { steps: [5], measure: ['blocks', 'linear-classifiers'] },
};

async function train(task: RunTask, each: (event: RunEvent) => void = () => {}): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await executeRun(task, loadDataOnce, event => {
    events.push(event);
    each(event);
  });
  return events;
}

for (const kind of ['plain', 'residual'] as const) {
  test.serial(
    `a ${kind} network for text trains on ${trainingEngine}, and broken off it ends with the same bytes`,
    async t => {
      const { config } = planRuns({ ...textPreset, kinds: [kind] })[0]!;
      const [whole, broken] = [
        taskFor(await temporaryFolder(t), config),
        taskFor(await temporaryFolder(t), config),
      ];
      await train(whole);
      const starts: number[] = [];
      for (const breakAt of [1, 2, null]) {
        await train(broken, event => {
          if (event.type === 'run-started') starts.push(event.epoch);
          if (event.type === 'epoch' && event.epoch === breakAt) throw new Error('broken off');
        });
      }
      t.deepEqual(starts, [0, 1, 2]);
      t.deepEqual(await fixedTables(folderOf(broken).path), await fixedTables(folderOf(whole).path));
      const { record, gradients, blocks } = (await folderOf(whole).read())!;
      t.like(record, { status: 'finished', dataset: { name: 'synthetic-text', classes: 2, train: 80 } });
      t.deepEqual(
        gradients
          .filter(({ step }) => step === 5)
          .map(({ layer_name }) => layer_name)
          .slice(0, 3),
        ['stem/embedding', 'stem/conv', 'stage1/block1/conv1'],
      );
      t.true(gradients.every(({ grad_norm }) => grad_norm > 0));
      t.true(blocks.length > 0);
    },
  );
}

test.serial(`a network for text learns on ${trainingEngine} what it learns on wasm`, async t => {
  const { config } = planRuns({ ...textPreset, kinds: ['residual'] })[0]!;
  const epochsOn = async (engine: EngineName) => {
    const task = { ...taskFor(await temporaryFolder(t), config), engine };
    await train(task);
    const { record, epochs } = (await folderOf(task).read())!;
    t.like(record, { status: 'finished', engine: { name: engine } });
    return epochs;
  };
  const [own, wasm] = [await epochsOn(trainingEngine), await epochsOn('wasm')];
  t.is(own.length, 4);
  for (const [epoch, { train_loss, test_loss }] of wasm.entries()) {
    // As they begin they differ by rounding, which training amplifies.
    const bound = epoch === 0 ? 1e-4 : 0.02;
    t.true(Math.abs(own[epoch]!.train_loss / train_loss - 1) < bound, `epoch ${epoch}`);
    t.true(Math.abs(own[epoch]!.test_loss / test_loss - 1) < bound, `epoch ${epoch}`);
  }
});

for (const text of [
  'dropout+label-smoothing+l1+l2+gradient-clipping',
  'stochastic-depth',
  'batch-norm=off',
  'early-stopping=1',
]) {
  test.serial(`a network for text trains with ${text}`, async t => {
    const planned = planRuns(textPreset, { regularizerArms: [await parseArm(text)] });
    const { config } = planned.find(({ config }) => config.regularizers.length > 0)!;
    const events = await train(taskFor(await temporaryFolder(t), config));
    t.like(events.at(-1), { type: 'run-ended', status: 'finished' });
  });
}

test.serial('what changes pixels says that it does not apply to text', async t => {
  const refused = async (text: string) => {
    const regularizerArms = [await parseArm(text)];
    return t.throws(() => planRuns(textPreset, { regularizerArms }), { instanceOf: UsageError })!.message;
  };
  const end = 'and the dataset synthetic-text has words: it does not apply';
  t.is(await refused('augment=2'), `--regularizer: augment changes images, ${end}`);
  t.is(await refused('l2+cutout'), `--regularizer: cutout changes images, ${end}`);
  t.is(await refused('mixup'), `--regularizer: mixup mixes numbers, ${end}`);
});

test('networks and data that do not fit each other are refused, with those that do', t => {
  t.throws(() => planRuns(textPreset, { dataset: 'cifar10' }), {
    instanceOf: UsageError,
    message: '--dataset must be one of imdb, synthetic-text, since the networks read text; got cifar10',
  });
  t.throws(() => planRuns(tinyPreset, { dataset: 'imdb' }), {
    instanceOf: UsageError,
    message: '--dataset must be one of cifar10, synthetic, since the networks read images; got imdb',
  });
  const { config } = planRuns(textPreset)[0]!;
  const { family: _, ...network } = config.network;
  const { error } = runConfigSchema.safeParse({ ...config, depth: 8, network });
  t.like(error!.issues[0], {
    path: ['data', 'dataset'],
    message: 'must be one of cifar10, synthetic, since the networks read images; got synthetic-text',
  });
});

test('depths, sizes and the resolution of text are refused where there are none', t => {
  t.throws(() => planRuns(textPreset, { depths: [20] }), {
    message:
      '--depths: depth must be 9, 17, 29 or 49, of basic blocks, for text, where convolutions alone are counted; got 20. Nearest: 17 or 29.',
  });
  t.throws(() => planRuns(textPreset, { resolution: 16 }), {
    message: '--resolution is for images, and the dataset synthetic-text has none; got 16',
  });
  t.throws(() => planRuns(textPreset, { trainSize: 4001 }), { message: /^--train-size must be 2 to 4000/ });
});

test('text that does not fit into memory is not told to lower its resolution', t => {
  const { config } = planRuns({ ...textPreset, network: { ...textPreset.network, width: 4000 } })[0]!;
  const error = t.throws(() => requireHeap('run', config, engineById('wasm')), { instanceOf: UsageError });
  t.regex(error!.message, /or lower --width, or use|Lower --width, or use/);
});

test('a preset keeps its words for another source of texts', t => {
  const { data } = planRuns(textPreset, { dataset: 'imdb' })[0]!.config;
  t.like(data, { dataset: 'imdb', level: 'words', length: 24, vocabulary: 60, trainSize: 80 });
});
