import { readFile } from 'node:fs/promises';
import test from 'ava';
import type { RunOutcome } from '../../src/results/schema.ts';
import type { RunConfig } from '../../src/run/config.ts';
import type { RunEvent } from '../../src/suite/events.ts';
import type { FolderTask } from '../../src/suite/execute-run.ts';
import { runAll } from '../../src/suite/scheduler.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { folderOf, taskFor, tinyConfig, workersOf } from './fixtures.ts';

function withRecipe(changes: Partial<RunConfig['recipe']>, seed = 1): RunConfig {
  return { ...tinyConfig, seed, recipe: { ...tinyConfig.recipe, ...changes } };
}

/** Runs tasks and notes what happened. */
async function schedule(tasks: FolderTask[], onEvent: (event: RunEvent) => void = () => {}) {
  const events: RunEvent[] = [];
  const ended: Record<string, RunOutcome> = {};
  const outcomes = await runAll(tasks, {
    workers: 2,
    signal: new AbortController().signal,
    emit(event) {
      events.push(event);
      onEvent(event);
    },
    async onEnded({ id }, outcome) {
      ended[id] = outcome;
    },
  });
  return { events, ended, outcomes };
}

test.serial('a run that diverges keeps its rows and is no failure; the others go on', async t => {
  const results = await temporaryFolder(t);
  const diverging = taskFor(results, withRecipe({ learningRate: 1e9 }));
  const normal = taskFor(results, withRecipe({ epochs: 1 }));
  const { events, ended } = await schedule([diverging, normal]);
  t.deepEqual(ended, { [diverging.id]: 'diverged', [normal.id]: 'finished' });
  const run = await folderOf(diverging).read();
  t.is(run?.record.status, 'diverged');
  t.is(run?.epochs[0]?.epoch, 0);
  t.true(run!.gradients.length > 0);
  const end = events.find(event => event.type === 'run-ended' && event.run === diverging.id);
  t.like(end, { status: 'diverged' });
});

exhaustivelySerial('a worker that dies costs one run, which says why and can be resumed', async t => {
  const results = await temporaryFolder(t);
  const [victim, other] = [1, 2].map(seed => taskFor(results, withRecipe({ epochs: 8 }, seed)));
  const { events, ended } = await schedule([victim!, other!], event => {
    // It has an epoch to lose, and is the oldest worker.
    if (event.type === 'epoch' && event.epoch === 1 && event.run === victim!.id)
      process.kill(workersOf(process.pid)[0]!, 'SIGKILL');
  });
  t.deepEqual(ended, { [victim!.id]: 'failed', [other!.id]: 'finished' });
  const end = events.find(event => event.type === 'run-ended' && event.run === victim!.id);
  t.like(end, {
    status: 'failed',
    error: 'the worker process was killed by SIGKILL; rerun the command to resume',
  });
  const record = await folderOf(victim!).readRecord();
  t.like(record, { status: 'failed', error: 'the worker process was killed by SIGKILL' });
  t.truthy(record?.finished);

  const again = await schedule([victim!]);
  const start = again.events.find(event => event.type === 'run-started');
  t.true(start!.epoch >= 1, 'begun again instead of resumed');
  t.deepEqual(again.outcomes, ['finished']);
  t.false((await readFile(folderOf(victim!).file('run.json'), 'utf8')).includes('"error"'));
});

test.serial('when it is aborted, workers are gone and the reason is thrown', async t => {
  const controller = new AbortController();
  const reason = new Error('interrupted');
  const running = runAll([taskFor(await temporaryFolder(t))], {
    workers: 1,
    signal: controller.signal,
    emit(event) {
      if (event.type === 'step') controller.abort(reason);
    },
    onEnded: async () => t.fail('ended'),
  });
  t.is(await t.throwsAsync(running), reason);
  t.deepEqual(workersOf(process.pid), []);
});

test('without tasks nothing is started', async t => {
  t.deepEqual((await schedule([])).outcomes, []);
});
