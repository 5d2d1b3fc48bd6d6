import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { loadDataOnce } from '../../src/data/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/optimizer.ts';
import { optimizers, parseOptimizer } from '../../src/optimizers/registry.ts';
import { ExperimentFolder, resultRow } from '../../src/results/experiment-folder.ts';
import type { PredictedSplit } from '../../src/results/predictions.ts';
import { RunFolder } from '../../src/results/run-folder.ts';
import type { RunConfig } from '../../src/run/config.ts';
import { variantParts } from '../../src/run/variant.ts';
import type { RunEvent } from '../../src/suite/events.ts';
import { executeRun, type FolderTask } from '../../src/suite/execute-run.ts';
import { planRuns } from '../../src/suite/plan.ts';
import type { Variant } from '../../src/suite/presets.ts';
import { readCheckpoint } from '../../src/train/checkpoint.ts';
import { imagesOf, temporaryFolder } from '../data/fixtures.ts';
import { exhaustive, exhaustivelyOf, exhaustivelySerial } from '../exhaustive.ts';
import {
  FIXED_TABLES,
  fixedTables,
  folderOf,
  inKilledWorker,
  taskFor,
  tinyConfig,
  tinyPreset,
  trainAndKill,
  trainToEnd,
  until,
} from './fixtures.ts';

const { epochs } = tinyConfig.recipe;
const test = anyTest as TestFn<{ folder: string; uninterrupted: Record<string, string> }>;

test.before(async t => {
  t.context.folder = await mkdtemp(join(tmpdir(), 'degradation-lab-test-'));
  const task = taskFor(t.context.folder);
  await trainToEnd(task);
  t.context.uninterrupted = await fixedTables(folderOf(task).path);
});

test.after.always(t => rm(t.context.folder, { recursive: true, force: true }));

// One at a time: each has a process that trains.
test.serial('an uninterrupted run leaves one row per epoch, and per layer and epoch', t => {
  const rows = FIXED_TABLES.map(name => t.context.uninterrupted[name]!.trim().split('\n').length - 1);
  // Depth 8: stem, six convolutions in blocks, head; the head has no response. Gradients and blocks once more between. At the
  // end a classifier and a lesion for each block and for none of them; before training 64 distances; predictions of 50 examples that were trained on, and of 50 others.
  t.deepEqual(rows, [epochs + 1, (epochs + 2) * 8, (epochs + 1) * 7, (epochs + 2) * 4, 4, 4, 64, 9, 100]);
});

const moments = [
  { moment: 'right after its start', when: (event: RunEvent) => event.type === 'run-started', goesOnAt: 0 },
  { moment: 'in epoch 1', when: (event: RunEvent) => event.type === 'step' && event.step > 0, goesOnAt: 0 },
  {
    moment: 'in the last epoch',
    when: (event: RunEvent) => event.type === 'epoch' && event.epoch === epochs - 1,
    goesOnAt: epochs - 1,
  },
  {
    moment: 'after its last epoch',
    when: (event: RunEvent) => event.type === 'epoch' && event.epoch === epochs,
    goesOnAt: epochs,
  },
];

for (const { moment, when, goesOnAt } of exhaustive ? moments : moments.slice(-1)) {
  test.serial(
    `a run killed ${moment} and started again ends with the bytes of an uninterrupted one`,
    async t => {
      const task = taskFor(await temporaryFolder(t));
      const folder = folderOf(task);
      await trainAndKill(task, when);
      t.is((await folder.readRecord())?.status, 'running');
      const events = await trainHere(task);
      t.like(
        events.find(event => event.type === 'run-started'),
        { epoch: goesOnAt },
      );
      t.like(events.at(-1), { type: 'run-ended', status: 'finished' });
      t.like(await folder.readRecord(), { status: 'finished' });
      t.deepEqual(await fixedTables(folder.path), t.context.uninterrupted);
    },
  );
}

for (const { name } of optimizers) {
  exhaustivelySerial(
    `a run that grows ends with the same bytes when it breaks off before and after that: ${name}`,
    t => breaksOff(t, parseOptimizer(name)),
  );
}

/** What else may be different about a run: each kind of it once. */
const others: readonly Variant[] = [
  { kinds: ['plain'], network: { cure: 'dirac', widening: 2 } },
  { kinds: ['plain'], network: { cure: 'looks-linear', batchNorm: false } },
  { kinds: ['residual'], network: { cure: 'fixup', batchNorm: false } },
  { kinds: ['residual'], network: { cure: 'zero-scale', batchNorm: false } },
  { kinds: ['residual'], network: { cure: 'no-relu-after-addition' } },
  { kinds: ['residual'], network: { cure: 'norm-after-addition' }, recipe: { longer: 2, rateFactor: 0.5 } },
];
for (const variant of others) {
  const preset = { ...tinyPreset, kinds: ['plain', 'residual'] as const, variants: [variant] };
  const { config } = planRuns(preset)[0]!;
  const words = [config.kind, ...variantParts(config)].join(', ');
  exhaustivelySerial(`a run ends with the same bytes when it breaks off twice: ${words}`, async t => {
    await endsAlike(t, { ...config, recipe: { ...config.recipe, epochs: 3 } });
  });
}

async function breaksOff(t: ExecutionContext, optimizer: OptimizerSpec): Promise<void> {
  const network = { ...tinyPreset.network, grown: { fromDepth: 8, at: 0.5 } };
  const preset = { ...tinyPreset, kinds: ['plain'] as const, depths: [14], network };
  const folders = await endsAlike(t, planRuns(preset, { optimizer })[0]!.config);
  // Of depth 14, not 8: stem 116, stages 608, 2,080 and 8,192, head 170.
  for (const folder of folders) t.like(await folder.readRecord(), { status: 'finished', parameters: 11_166 });
}

/** Trains a run at one go, and in three parts; compares what both leave. */
async function endsAlike(t: ExecutionContext, config: RunConfig): Promise<readonly RunFolder[]> {
  const [whole, broken] = [
    taskFor(await temporaryFolder(t), config),
    taskFor(await temporaryFolder(t), config),
  ];
  await trainHere(whole);
  const starts: number[] = [];
  for (const breakAt of [1, 2, null]) {
    await executeRun(broken, loadDataOnce, event => {
      if (event.type === 'run-started') starts.push(event.epoch);
      if (event.type === 'epoch' && event.epoch === breakAt) throw new Error('broken off');
    });
  }
  t.deepEqual(starts, [0, 1, 2]);
  const [a, b] = [folderOf(whole), folderOf(broken)];
  t.deepEqual(await fixedTables(b.path), await fixedTables(a.path));
  return [a, b];
}

exhaustivelyOf(test)(
  'rows that were written when the process was killed, but not yet the checkpoint, are cut off',
  async t => {
    const task = taskFor(await temporaryFolder(t));
    const folder = folderOf(task);
    let longer = false;
    // Tries again at the next epoch, should the checkpoint have been quicker than the look at the table.
    for (let attempt = 0; attempt < epochs && !longer; attempt++) {
      await killWhenRowsArrive(task);
      const checkpoint = await readCheckpoint(folder.file('checkpoint/state.bin'));
      const { size } = await stat(folder.file('epochs.csv'));
      longer = checkpoint !== null && checkpoint.companion.epochs! < size;
    }
    t.true(longer, 'never hit the moment between the rows and the checkpoint');
    await trainHere(task);
    t.deepEqual(await fixedTables(folder.path), t.context.uninterrupted);
  },
);

/** Trains to the end in this process, which a run does not notice, and which needs no second start. */
async function trainHere(task: FolderTask): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await executeRun(task, loadDataOnce, event => events.push(event));
  return events;
}

/** Kills the worker in the moment in which `epochs.csv` grows, after the first checkpoint of this start. */
async function killWhenRowsArrive(task: FolderTask): Promise<void> {
  const killer = new AbortController();
  const table = folderOf(task).file('epochs.csv');
  let watching: Promise<void> | undefined;
  const watch = async () => {
    const { size } = await stat(table);
    await until(async () => killer.signal.aborted || (await stat(table)).size > size);
    killer.abort(new Error('killed'));
  };
  const onEvent = (event: RunEvent) => {
    if (event.type === 'epoch') watching ??= watch();
  };
  await inKilledWorker(task, onEvent, killer.signal).catch(() => {});
  killer.abort(new Error('over'));
  await watching;
}

test.serial(
  'a damaged checkpoint is reported and kept, and the run begins again with the same result',
  async t => {
    const task = taskFor(await temporaryFolder(t));
    const folder = folderOf(task);
    await cp(t.context.folder, task.store.folder, { recursive: true });
    await folder.writeRecord({ ...(await folder.readRecord())!, status: 'running' });
    const path = folder.file('checkpoint/state.bin');
    const damaged = await readFile(path);
    damaged[damaged.length >> 1]! ^= 1;
    await writeFile(path, damaged);
    const events = await trainHere(task);
    const note = events.find(event => event.type === 'run-note');
    t.regex(note?.text ?? '', /state\.bin fails its checksum; begins again, the damaged file is kept as \S+/);
    const aside = note!.text.match(/kept as (\S+)/)![1]!;
    t.deepEqual(await readFile(aside), damaged);
    t.deepEqual(await fixedTables(folder.path), t.context.uninterrupted);
  },
);

exhaustivelyOf(test)(
  'a run that was begun before predictions were kept goes on where it was, and has them in the end',
  async t => {
    const task = taskFor(await temporaryFolder(t));
    const folder = folderOf(task);
    await trainAndKill(task, event => event.type === 'epoch' && event.epoch === 2);
    await t.throwsAsync(stat(folder.file('predictions.csv')), { code: 'ENOENT' });
    const events = await trainHere(task);
    t.like(
      events.find(event => event.type === 'run-started'),
      { epoch: 2 },
    );
    t.deepEqual(await fixedTables(folder.path), t.context.uninterrupted);
  },
);

test.serial(
  'predictions are those of the errors that count, also where earlier weights were restored',
  async t => {
    const stopping = { regularizers: [{ name: 'early-stopping', options: { patience: 1 } }] };
    for (const config of [tinyConfig, { ...tinyConfig, ...stopping }]) {
      const task = taskFor(await temporaryFolder(t), config);
      await trainHere(task);
      const run = (await folderOf(task).read())!;
      const { epoch, train_error_pct, test_error_pct } = resultRow(run)!;
      t.is(run.predictions?.epoch, epoch);
      const errorPct = ({ label, predicted }: PredictedSplit) =>
        (100 * label.filter((one, i) => predicted[i] !== one).length) / label.length;
      t.deepEqual([run.predictions!.train, run.predictions!.test].map(errorPct), [
        train_error_pct,
        test_error_pct,
      ]);
    }
  },
);

test.serial('a run whose tables were shortened or lost begins again with the same result', async t => {
  const task = taskFor(await temporaryFolder(t));
  const folder = folderOf(task);
  await cp(t.context.folder, task.store.folder, { recursive: true });
  await folder.writeRecord({ ...(await folder.readRecord())!, status: 'running' });
  await writeFile(folder.file('gradients.csv'), '');
  const events = await trainHere(task);
  const note = events.find(event => event.type === 'run-note');
  t.regex(note?.text ?? '', /cannot be resumed \(gradients\.csv has 0 bytes, but had \d+ .*begins again/);
  t.deepEqual(await fixedTables(folder.path), t.context.uninterrupted);
});

/** A run that has ended, as if another arithmetic had measured it. */
async function begunElsewhere(t: ExecutionContext<{ folder: string }>, arithmetic: string) {
  const task = taskFor(await temporaryFolder(t));
  const folder = folderOf(task);
  await cp(t.context.folder, task.store.folder, { recursive: true });
  const record = (await folder.readRecord())!;
  const before = { ...record, status: 'running', engine: { ...record.engine, arithmetic } } as const;
  await folder.writeRecord(before);
  return { task, folder, before };
}

for (const other of ['tensorflow-cpu-2t-01234567', 'wasm-01234567', 'native (avx2)']) {
  test.serial(`a run that was begun with ${other} is set aside, and begins again`, async t => {
    const { task, folder, before } = await begunElsewhere(t, other);
    const events = await trainHere(task);
    const note = events.find(event => event.type === 'run-note');
    const [, now, aside] =
      note?.text.match(/^was begun with .*; begins again with (\S+); what it .* is kept in (\S+)$/) ?? [];
    t.regex(now ?? '', /^wasm-[0-9a-f]{8}$/);
    t.true(note!.text.includes(other));
    t.like(
      events.find(event => event.type === 'run-started'),
      { epoch: 0 },
    );
    const after = (await folder.readRecord())!;
    t.like(after, { status: 'finished', engine: { name: 'wasm', arithmetic: now } });
    t.true(after.started > before.started);
    t.deepEqual(await fixedTables(folder.path), t.context.uninterrupted);
    // Kept whole, where nobody takes it for a run.
    const kept = new RunFolder(dirname(aside!), basename(aside!));
    t.deepEqual(await kept.readRecord(), before);
    t.deepEqual(await fixedTables(aside!), t.context.uninterrupted);
    t.truthy(await readCheckpoint(kept.file('checkpoint/state.bin')));
    const experiment = new ExperimentFolder(task.store.folder, task.experiment);
    t.deepEqual(await experiment.runIds(), [task.id]);
  });
}

test.serial('what was set aside under one name is not replaced by what is set aside later', async t => {
  const { task, folder, before } = await begunElsewhere(t, 'wasm-01234567');
  await trainHere(task);
  await folder.writeRecord(before);
  await trainHere(task);
  const aside = await readdir(join(task.store.folder, task.experiment, 'set-aside'));
  t.deepEqual(aside.sort(), [`${task.id}-wasm-01234567`, `${task.id}-wasm-01234567-2`]);
});

test.serial('a start that fails does not hand a checkpoint over to another arithmetic', async t => {
  const { task } = await begunElsewhere(t, 'wasm-01234567');
  const noData = () => Promise.reject(new Error('no data'));
  await executeRun(task, noData, () => {});
  const events = await trainHere(task);
  t.like(
    events.find(event => event.type === 'run-started'),
    { epoch: 0 },
  );
});

test.serial('a run that fails early leaves a record with the reason and empty tables', async t => {
  const folder = await temporaryFolder(t);
  const config = structuredClone(tinyConfig);
  config.recipe.batchSize = config.data.trainSize;
  imagesOf(config.data).resolution = 32;
  config.network.width = 2000;
  const task = taskFor(folder, config);
  const events = await trainHere(task);
  t.like(events.at(-1), { type: 'run-ended', status: 'failed' });
  const run = await folderOf(task).read();
  t.like(run?.record, { status: 'failed' });
  t.true(run!.record.parameters > 0, 'they are known before anything is in memory');
  t.regex(run?.record.error ?? '', /needs about .* GiB/);
  t.deepEqual(run?.epochs, []);
});

test.serial('a failure says why even when the results cannot be written', async t => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'tiny'));
  await writeFile(join(folder, 'tiny', taskFor(folder).id), 'a file where the folder should be');
  const error = await t.throwsAsync(trainToEnd(taskFor(folder)), { name: 'JobError' });
  t.regex(error.message, /EEXIST|ENOTDIR/);
  t.deepEqual(await readdir(join(folder, 'tiny')), [taskFor(folder).id]);
});
