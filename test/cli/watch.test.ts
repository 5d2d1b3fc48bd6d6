import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { makeRuns } from '../reports/fixtures.ts';
import { until } from '../suite/fixtures.ts';
import { type Suite, start } from './fixtures.ts';
import { written } from './written.ts';

const runs = makeRuns({ depths: [8, 20], seeds: 1, epochs: 2 });

/** `watch` on folders that need not be there. */
async function watching(t: ExecutionContext, folder: string) {
  const watched: Suite = start([
    ...['watch', '--results', join(folder, 'my results'), '--reports', join(folder, 'reports')],
  ]);
  t.teardown(() => watched.child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  watched.child.stdout!.on('data', text => {
    stdout += text;
  });
  watched.child.stderr!.on('data', text => {
    stderr += text;
  });
  const address = await until(() => /http:\S+/.exec(stdout)?.[0]);
  const status = async (path: string) => (await fetch(address + path)).status;
  return { address, status, stderr: () => stderr };
}

exhaustivelySerial(
  'whoever watches before the first run sees every plan as soon as it has left something',
  async t => {
    const folder = await temporaryFolder(t);
    const results = join(folder, 'my results');
    const { address, status } = await watching(t, folder);
    t.is(await status(''), 200);
    await written(results, 'depth', runs);
    await until(async () => (await status('depth/quick.html')) === 200);
    await until(async () => (await status('depth.html')) === 200);
    t.is(await status('my%20results/depth/plans/quick/plan.json'), 200);
    await written(results, 'depth', runs.slice(1), { name: 'smoke', preset: 'smoke' });
    await until(async () => (await status('depth/smoke.html')) === 200);
    t.true((await (await fetch(`${address}depth/smoke.html`)).text()).includes('quick.html'));
  },
);

exhaustivelySerial('a half-written table is said once, and does not end it', async t => {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'my results');
  await written(results, 'depth', runs);
  await written(results, 'shortcuts', runs);
  const file = new ExperimentFolder(results, 'depth').run(runs[0]!.record.id).file('epochs.csv');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, -9));
  const { status, stderr } = await watching(t, folder);
  t.is(await status('shortcuts.html'), 200);
  t.is(await status('depth.html'), 404);
  t.is(stderr().split('depth/quick: not followed until its files change: ').length, 2, stderr());
  t.true(stderr().includes(file));
  await writeFile(file, whole);
  await until(async () => (await status('depth.html')) === 200);
  await until(() => stderr().includes('depth/quick: followed again'));
});
