import type { ExecutionContext } from 'ava';
import type { Kind } from '../../src/run/config.ts';
import { planRuns } from '../../src/suite/plan.ts';
import { runAll } from '../../src/suite/scheduler.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { fixedTables, folderOf, taskFor, tinyPreset } from './fixtures.ts';

const kinds: readonly Kind[] = ['plain', 'residual'];
const planned = planRuns({ ...tinyPreset, kinds, network: { ...tinyPreset.network, width: 12 } });

testCompiled('on native neither workers nor threads change a byte of what is measured', async t => {
  await buildKernels();
  const alone = await tablesOf(t, 1, 1);
  t.is(alone.length, kinds.length);
  t.deepEqual(await tablesOf(t, 2, 2), alone);
});

/** The tables of all runs, trained by so many workers. */
async function tablesOf(t: ExecutionContext, workers: number, threads: number) {
  const folder = await temporaryFolder(t);
  const tasks = planned.map(
    ({ config }) => ({ ...taskFor(folder, config), engine: 'native', threads }) as const,
  );
  await runAll(tasks, { workers, emit() {}, onEnded: async () => {}, signal: new AbortController().signal });
  return Promise.all(
    tasks.map(async task => {
      const record = await folderOf(task).readRecord();
      t.like(record, { status: 'finished', engine: { name: 'native', threads } });
      return fixedTables(folderOf(task).path);
    }),
  );
}
