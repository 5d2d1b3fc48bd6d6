import test from 'ava';
import { z } from 'zod';
import { type DataConfig, sourceOf, sources } from '../../src/data/registry.ts';
import { batchesPerEpoch, fitSizes, requireSizes, sizesShape } from '../../src/data/sizes.ts';
import type { DataSource } from '../../src/data/source.ts';
import { stream } from '../../src/data/stream.ts';
import type { Examples, LoadedData } from '../../src/data/types.ts';
import { yesNo } from '../../src/paper/data-words.ts';
import { deviationsFromPaper, settingsOf } from '../../src/paper/deviations.ts';
import { he2015 } from '../../src/paper/published.ts';
import { randomStream } from '../../src/random.ts';
import { renderReport } from '../../src/reports/experiment-report.ts';
import { runConfigSchema } from '../../src/run/config.ts';
import type { RunEvent } from '../../src/suite/events.ts';
import { executeRun } from '../../src/suite/execute-run.ts';
import { planRuns } from '../../src/suite/plan.ts';
import { UsageError } from '../../src/usage-error.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { definition } from '../reports/definition.ts';
import { context, makeRun, paperConfig } from '../reports/fixtures.ts';
import { folderOf, taskFor, tinyPreset } from './fixtures.ts';

/** Sequences of twelve pairs, of two classes that differ in the sign of the first number: no image anywhere. */
const shape = [1, 12, 2] as const;
const size = { name: 'sequences', classes: 2, train: 60, test: 20 };
const schema = z.strictObject({ dataset: z.literal('sequences'), ...sizesShape });
type Config = z.output<typeof schema>;

const sequences: DataSource<Config> = {
  ...size,
  title: 'Sequences',
  schema,
  configure(preset, asked) {
    const sizes = fitSizes(preset, asked, size);
    requireSizes(sizes, size);
    return { dataset: 'sequences', ...sizes };
  },
  inputShape: () => shape,
  besidePaper: ({ trainSize, trainEvalSize, valSize, testSize }) => ({
    here: {
      resolution: 'twelve pairs',
      trainSize: `${trainSize} sequences`,
      trainEvalSize: `${trainEvalSize} sequences`,
      valSize: String(valSize),
      testSize: `${testSize} sequences`,
      crop: 'none: sequences are not cropped',
      flip: yesNo(false),
      normalisation: 'no pixels',
      imageOrder: 'drawn anew for every batch',
      incompleteBatch: 'none: as many as fit are drawn',
    },
    same: { valSize: valSize === 0 },
    own: [
      {
        id: 'noise',
        name: 'Noise in the second number',
        source: 'section 4.2',
        paper: 'none',
        here: 'standard deviation 1',
      },
      { id: 'classes', name: 'Classes as often', source: 'section 4.2', paper: 'yes', here: 'yes' },
    ],
  }),
  async load(): Promise<LoadedData<Config>> {
    return {
      sha256: 'made up',
      splits: ({ trainSize, trainEvalSize, testSize }, seed) => ({
        trainingBatches: ({ batchSize, epoch }) =>
          stream(shape, function* () {
            for (let batch = 0; batch < batchesPerEpoch(trainSize, batchSize); batch++) {
              yield drawn(batchSize, seed, 'train', epoch, batch);
            }
          }),
        trainEval: examples(trainEvalSize, seed, 'train'),
        val: null,
        test: examples(testSize, 0, 'test'),
      }),
    };
  },
};

function examples(count: number, seed: number, split: string): Examples {
  return {
    count,
    batches: batchSize =>
      stream(shape, function* () {
        for (let start = 0; start < count; start += batchSize) {
          yield drawn(Math.min(batchSize, count - start), seed, split, 0, start);
        }
      }),
  };
}

function drawn(count: number, seed: number, ...path: (string | number)[]) {
  const random = randomStream(seed, 'sequences', ...path);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  const inputs = Float32Array.from({ length: count * 24 }, (_, i) =>
    i % 2 === 0 ? (labels[Math.floor(i / 24)]! === 0 ? 1 : -1) : random.normal(),
  );
  return { inputs, labels };
}

test.before(() => {
  sources.push(sequences as unknown as DataSource<DataConfig>);
});

test('a source of sequences is trained on from the plan to the rows; nothing but the source knows of it', async t => {
  const overrides = { dataset: 'sequences', batchSize: 20, valSize: 0 };
  const { config } = planRuns(tinyPreset, overrides)[0]!;
  t.deepEqual(config.data as unknown, {
    dataset: 'sequences',
    trainSize: 60,
    trainEvalSize: 50,
    valSize: 0,
    testSize: 20,
  });
  const task = { ...taskFor(await temporaryFolder(t), config), engine: 'cpu' as const };
  const events: RunEvent[] = [];
  await executeRun(
    task,
    () => sequences.load({}),
    event => events.push(event),
  );
  t.like(events.at(-1), { type: 'run-ended', status: 'finished' });
  const folder = folderOf(task);
  t.like((await folder.readRecord())!.dataset, {
    name: 'sequences',
    classes: 2,
    train: 60,
    val: 0,
    test: 20,
  });
  const rows = await folder.readTable('epochs');
  t.is(rows.length, 1 + config.recipe.epochs);
  t.true(rows.every(row => row.val_error_pct === null));
  t.is(rows.at(-1)!.train_error_pct, 0);
  // Examples that come from nowhere are numbered as they come.
  t.deepEqual(
    [...(await folder.readPredictions())!.train.index],
    Array.from({ length: 50 }, (_, i) => i),
  );
  const stem = (await folder.readTable('gradients')).find(row => row.layer_name === 'stem/conv')!;
  t.true(stem.grad_norm > 0);
});

test('a configuration is checked by the schema of its source', t => {
  const { config } = planRuns(tinyPreset, { dataset: 'sequences', batchSize: 20 })[0]!;
  const refuse = (data: object) => runConfigSchema.safeParse({ ...config, data }).error?.issues;
  t.is(refuse(config.data), undefined);
  t.like(refuse({ ...config.data, resolution: 8 })![0], { path: ['data'] });
  t.like(refuse({ ...config.data, dataset: 'sounds' })![0], {
    path: ['data', 'dataset'],
    message: 'must be one of cifar10, synthetic, imdb, synthetic-text, sequences; got sounds',
  });
  t.like(refuse({ ...config.data, trainSize: 0.5 })![0], { path: ['data', 'trainSize'] });
});

test('what only images have is refused for others', t => {
  t.throws(() => planRuns(tinyPreset, { dataset: 'sequences', batchSize: 20, resolution: 16 }), {
    instanceOf: UsageError,
    message: '--resolution is for images, and the dataset sequences has none; got 16',
  });
});

test('the source says what it does otherwise than the paper, and its settings and deviations are on the page', t => {
  const { config } = planRuns(tinyPreset, { dataset: 'sequences', batchSize: 20, valSize: 0 })[0]!;
  const deviations = deviationsFromPaper([config]);
  const whats = deviations.map(({ what }) => String(what));
  for (const what of [
    'Data set: Sequences; in the paper CIFAR-10.',
    'Training images: 60 sequences; in the paper 50,000.',
    'Zero padding before the random crop: none: sequences are not cropped; in the paper 4 of 32 pixels.',
    'Noise in the second number: standard deviation 1; in the paper none.',
  ]) {
    t.true(whats.includes(what), what);
  }
  t.false(whats.some(what => /^(Validation images|Classes as often):/.test(what)));
  const run = makeRun({ ...config, config });
  const page = renderReport(definition, [run], { ...context, deviations }).html;
  t.true(page.includes('</a> · Sequences · '));
  t.true(page.includes('<td>Noise in the second number</td><td><strong>standard deviation 1</strong></td>'));
  t.true(page.includes('<td>Classes as often</td><td>yes</td>'));
  t.true(page.includes('Noise in the second number: standard deviation 1; in the paper none.'));
});

test('what only one source has leaves the page of others as it was, and stands empty beside them', t => {
  const [own, other] = ['sequences', 'synthetic'].map(
    dataset => planRuns(tinyPreset, { dataset, batchSize: 20, valSize: 0 })[0]!.config,
  );
  const noise = (...args: Parameters<typeof settingsOf>) =>
    settingsOf(...args).find(({ id }) => id === 'noise');
  t.is(noise([other!]), undefined);
  t.like(noise([other!], [own!, other!]), { here: [''], differs: false });
  t.like(noise([own!, other!]), { differs: true });
});

test('runs do not stand beside the paper’s numbers where a source of the paper’s data does something else in between', t => {
  const { config } = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 1, config: paperConfig }).record;
  const cifar10 = sourceOf({ dataset: 'cifar10' });
  const index = sources.indexOf(cifar10);
  t.teardown(() => sources.splice(index, 1, cifar10));
  const withOwn = (here: string) => {
    const own = [{ id: 'noise', name: 'Noise', source: 'section 4.2', paper: 'none', here }];
    const besidePaper: typeof cifar10.besidePaper = (...args) => ({ ...cifar10.besidePaper(...args), own });
    sources.splice(index, 1, { ...cifar10, besidePaper });
    return he2015.comparable(config);
  };
  t.deepEqual([withOwn('none'), withOwn('much')], [true, false]);
});
