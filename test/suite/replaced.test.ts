import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { Lease } from '../../src/results/lease/lease.ts';
import { dropAllReplaced, dropReplaced, makeRoom } from '../../src/suite/replaced.ts';
import { temporaryFolder } from '../data/fixtures.ts';

async function withRuns(t: ExecutionContext, ...ids: string[]): Promise<ExperimentFolder> {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  for (const id of ids) await leave(folder, id, 'run.json');
  return folder;
}

async function leave(folder: ExperimentFolder, id: string, file: string): Promise<void> {
  await mkdir(folder.run(id).path, { recursive: true });
  await writeFile(folder.run(id).file(file), '');
}

const kept = (folder: ExperimentFolder) => readdir(join(folder.path, 'replaced')).catch(() => []);

test('what had finished is kept aside, what had not is removed', async t => {
  const folder = await withRuns(t, 'a', 'b', 'other');
  await makeRoom(folder, ['a', 'b', 'never-begun'], [{ id: 'a' }]);
  t.deepEqual(await folder.runIds(), ['other']);
  t.deepEqual(await kept(folder), ['a']);
  await dropReplaced(folder, 'a');
  t.deepEqual(await readdir(folder.path), ['other']);
});

test('an unfinished successor makes room again, and the finished run stays', async t => {
  const folder = await withRuns(t, 'a');
  await makeRoom(folder, ['a'], [{ id: 'a' }]);
  await leave(folder, 'a', 'epochs.csv');
  await makeRoom(folder, ['a'], []);
  t.deepEqual(await readdir(join(folder.path, 'replaced', 'a')), ['lease-1.json', 'run.json']);
});

test('a finished successor is kept in the place of what it replaced', async t => {
  const folder = await withRuns(t, 'a');
  await makeRoom(folder, ['a'], [{ id: 'a' }]);
  await leave(folder, 'a', 'newer');
  await makeRoom(folder, ['a'], [{ id: 'a' }]);
  t.deepEqual(await readdir(join(folder.path, 'replaced', 'a')), ['lease-1.json', 'newer']);
});

test('what another process is training stays, and is trained on', async t => {
  const folder = await withRuns(t, 'a');
  const lease = (await Lease.take(folder.run('a').path))!;
  await makeRoom(folder, ['a'], [{ id: 'a' }]);
  t.deepEqual(await kept(folder), []);
  await t.notThrowsAsync(lease.write(folder.run('a').file('epochs.csv'), ''));
  await lease.release();
});

test('what a suite had no time to drop is dropped by the next, and the rest stays', async t => {
  const folder = await withRuns(t, 'a', 'b');
  await makeRoom(folder, ['a', 'b'], [{ id: 'a' }, { id: 'b' }]);
  await leave(folder, 'a', 'run.json');
  await dropAllReplaced(folder, [{ id: 'a' }, { id: 'c' }]);
  t.deepEqual(await kept(folder), ['b']);
});
