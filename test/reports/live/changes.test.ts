import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { ResultsChanges } from '../../../src/reports/live/changes.ts';
import { temporaryFolder } from '../../data/fixtures.ts';

test('changes are seen in folders that were not there at first, once, and by experiment', async t => {
  const results = join(await temporaryFolder(t), 'not yet');
  const changes = new ResultsChanges(results, ['depth', 'shortcuts']);
  const next = async () =>
    Object.fromEntries([...(await changes.next())].map(([name, entries]) => [name, [...entries].sort()]));
  const write = async (path: string, text: string) => {
    await mkdir(join(results, path, '..'), { recursive: true });
    await writeFile(join(results, path), text);
  };
  t.deepEqual(await next(), {});
  await write('depth/plain-8/epochs.csv', 'epoch\n');
  await write('depth/plans/quick/plan.json', '{}');
  t.deepEqual(await next(), { depth: ['plain-8', 'plans'] });
  t.deepEqual(await next(), {});
  await write('depth/plain-8/epochs.csv', 'epoch\n0\n');
  await write('shortcuts/plain-8/run.json', '{}');
  t.deepEqual(await next(), { depth: ['plain-8'], shortcuts: ['plain-8'] });
  // What reports write themselves, and what is no experiment.
  await write('depth/summary.csv', 'run_id\n');
  await write('depth/plans/quick/claims.json', '[]');
  await write('elsewhere/plain-8/run.json', '{}');
  t.deepEqual(await next(), {});
});
