import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { fixedTables, until, workersOf } from '../suite/fixtures.ts';
import { run, smallRun, start } from './fixtures.ts';

/** A disk that is full while there is a file of this name: every file below `results` fails to be written. */
function failing(folder: string, marker: string): NodeJS.ProcessEnv {
  const script = `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const open = fs.promises.open;
    fs.promises.open = async (path, ...rest) => {
      const file = await open(path, ...rest);
      if (!String(path).startsWith(${JSON.stringify(folder)}) || !fs.existsSync(${JSON.stringify(marker)})) return file;
      file.writeFile = async () => {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
      return file;
    };
    syncBuiltinESMExports();`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

/** Two runs at a time until both have an epoch; then the disk is full, until it is not. */
async function fillAndGoOn(
  t: ExecutionContext,
  {
    folder,
    fill,
    free,
    env = {},
  }: Record<'fill' | 'free', () => Promise<void>> & { folder: string; env?: NodeJS.ProcessEnv },
) {
  const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
  const suite = start(smallRun(folder, '--json', '--epochs', '30'), { env });
  const epochs = () => suite.events.filter(event => event.type === 'epoch' && event.epoch === 1);
  await until(() => epochs().length === 2);
  const workers = workersOf(suite.child.pid!);
  await fill();
  const { code, stderr } = await suite.ended;
  t.is(code, 1);
  t.deepEqual(workersOf(suite.child.pid!), [], `${workers}`);
  const message =
    /^error: (\S+) cannot be written: it needs \d+ bytes, \d+ bytes are free there\nFinished epochs are kept\. To go on, once there is room:\n {2}npm run suite -- run plain-vs-residual .*\n$/;
  t.regex(stderr, message);
  t.true(stderr.match(message)![1]!.startsWith(experiment.path));
  const ids = await experiment.runIds();
  for (const id of ids) t.is((await experiment.run(id).readRecord())?.status, 'running');

  await free();
  t.like(await run(smallRun(folder, '--quiet', '--epochs', '30')), { code: 0, stderr: '' });
  const other = await temporaryFolder(t);
  t.like(await run(smallRun(other, '--quiet', '--epochs', '30')), { code: 0, stderr: '' });
  const undisturbed = new ExperimentFolder(join(other, 'results'), 'plain-vs-residual');
  t.is(ids.length, 2);
  for (const id of ids)
    t.deepEqual(await fixedTables(experiment.run(id).path), await fixedTables(undisturbed.run(id).path));
}

test.serial(
  'on a full disk all stops, with folder and need; where there is room again it goes on',
  async t => {
    const folder = await temporaryFolder(t);
    const marker = join(folder, 'full');
    await fillAndGoOn(t, {
      folder,
      env: failing(join(folder, 'results'), marker),
      fill: () => writeFile(marker, ''),
      free: () => rm(marker),
    });
  },
);

const mountable = process.platform === 'linux' && process.getuid?.() === 0;
(mountable ? test.serial : test.skip)('the same on a file system that is really full', async t => {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'results');
  await mkdir(results);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', results]);
  try {
    const ballast = join(results, 'ballast');
    await fillAndGoOn(t, {
      folder,
      fill: () => writeFile(ballast, Buffer.alloc(9 * 2 ** 20)).catch(() => {}),
      free: () => rm(ballast),
    });
  } finally {
    execFileSync('umount', [results]);
  }
});
