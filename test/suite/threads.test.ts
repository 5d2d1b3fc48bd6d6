import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { run, smallRun } from '../cli/fixtures.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { fixedTables } from './fixtures.ts';

testCompiled('on native neither workers nor threads change a byte of what is measured', async t => {
  await buildKernels();
  const alone = await tablesOf(t, 1, 1);
  t.deepEqual(await tablesOf(t, 2, 2), alone);
  t.deepEqual(Object.keys(alone).length, 2);
});

/** The tables of an experiment's runs, by id. */
async function tablesOf(t: ExecutionContext, workers: number, threads: number) {
  const folder = await temporaryFolder(t);
  const shared = ['--workers', `${workers}`, '--threads', `${threads}`];
  const { code, stderr } = await run(
    smallRun(folder, '--engine', 'native', '--width', '12', '--quiet', ...shared),
  );
  t.is(code, 0, stderr);
  const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
  const { runs } = (await experiment.readPlan())!;
  const tables: Record<string, Record<string, string>> = {};
  for (const id of runs) {
    const record = await experiment.run(id).readRecord();
    t.like(record, { status: 'finished', engine: { name: 'native', threads } });
    tables[id] = await fixedTables(experiment.run(id).path);
  }
  return tables;
}
