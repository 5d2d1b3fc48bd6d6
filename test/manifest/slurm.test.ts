import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { slurmScript } from '../../src/manifest/slurm.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { run, runHere, smallRun } from '../cli/fixtures.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustive, exhaustivelySerial } from '../exhaustive.ts';
import { fixedTables, until } from '../suite/fixtures.ts';
import { startSlurm, whyNoSlurm } from './slurm-cluster.ts';

const job = {
  name: 'lab-depth',
  shards: 16,
  run: ['depth', '--regularizer', 'l1 $HOME'],
  report: ['depth'],
  cpus: 2,
  memory: '4G',
  folder: "/home/o'neill/lab",
  time: '1:00:00',
};

test('a script says how many shards there are and what each may take, and quotes what a shell would read', t => {
  const script = slurmScript({ ...job, partition: 'long' });
  for (const line of [
    '#SBATCH --array=0-15',
    '#SBATCH --cpus-per-task=2',
    '#SBATCH --partition=long',
    '#SBATCH --requeue',
  ])
    t.true(script.includes(`${line}\n`), line);
  t.true(script.includes(`cd '/home/o'\\''neill/lab'\n`));
  t.regex(script, /exec node src\/cli\.js run depth --regularizer 'l1 \$HOME' --workers 2 \\\n/);
  t.false(slurmScript({ ...job, run: ['depth', '--workers=1'] }).includes('--workers 2'));
});

if (exhaustive && whyNoSlurm) {
  test.serial.skip(`the script on a real Slurm: skipped, ${whyNoSlurm}`, () => {});
} else {
  exhaustivelySerial(
    'a script given to bash trains all shards on a real Slurm, one of them put back on the way, and writes the report',
    async t => {
      const slurm = await startSlurm({ folder: await temporaryFolder(t), nodes: 2 });
      t.teardown(() => slurm.end());
      const [alone, folder] = [await temporaryFolder(t), await temporaryFolder(t)];
      const more = ['--epochs', '30'];
      const undisturbed = run(smallRun(alone, ...more));
      const [, ...args] = smallRun(folder, ...more);
      const { code, stdout, stderr } = await runHere([
        'manifest',
        'slurm',
        ...args,
        '--shards',
        '2',
        '--memory',
        '1G',
      ]);
      t.deepEqual([code, stderr], [0, '']);
      const script = join(folder, 'shards.sh');
      await writeFile(script, stdout);
      const submitted = await promisify(execFile)('bash', [script], { env: slurm.env, cwd: folder });
      const [, shards, report] = submitted.stdout.match(/^shards: job (\d+); report: job (\d+)\n$/)!;

      const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
      const hasEpochs = async (id: string) =>
        (
          await experiment
            .run(id)
            .readTable('epochs')
            .catch(() => [])
        ).length > 1;
      await until(async () => (await Promise.all((await experiment.runIds()).map(hasEpochs))).includes(true));
      await slurm.command('scontrol', 'requeue', `${shards}_0`);
      const states = () => slurm.command('squeue', '-h', '-o', '%i %T');
      t.teardown(async () => t.log(await states().catch(() => 'gone')));
      await until(async () => (await states()) === '');
      const log = await readFile(join(folder, `slurm-lab-plain-vs-residual-${shards}_0.log`), 'utf8');
      const told = await readFile(join(folder, `slurm-lab-plain-vs-residual-report-${report}.log`), 'utf8');
      t.true(
        (await readdir(join(folder, 'reports'))).includes('plain-vs-residual.html'),
        `no report; its job said:\n${told}\nthe first shard said:\n${log}`,
      );

      t.like(await undisturbed, { code: 0 });
      const before = new ExperimentFolder(join(alone, 'results'), 'plain-vs-residual');
      const ids = (await before.runIds()).sort();
      t.deepEqual((await experiment.runIds()).sort(), ids);
      for (const id of ids)
        t.deepEqual(await fixedTables(experiment.run(id).path), await fixedTables(before.run(id).path));
      t.regex(log, /Interrupted; finished epochs are kept|goes on after epoch|starts/);
    },
  );
}
