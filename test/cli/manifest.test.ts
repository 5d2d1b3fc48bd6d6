import test from 'ava';
import { isClear, runHere } from './fixtures.ts';

const slurm = ['manifest', 'slurm', 'depth', '--preset', 'smoke', '--shards', '4'];
const kubernetes = ['manifest', 'kubernetes', 'depth', '--preset', 'smoke', '--shards', '4'];

test.serial('options of run are passed on, those of the job file are not', async t => {
  const { code, stdout } = await runHere([...slurm, '--cpus=2', '--seeds', '1,3', '--time', '2:00:00']);
  t.is(code, 0);
  t.regex(stdout, /exec node src\/cli\.js run depth --preset smoke --seeds 1,3 --workers 2 \\\n/);
  t.regex(stdout, /#SBATCH --time=2:00:00\n/);
});

test.serial('all experiments are meant where none is named', async t => {
  const { stdout } = await runHere(['manifest', 'slurm', '--preset', 'smoke', '--shards', '4']);
  t.regex(stdout, /#SBATCH --job-name=lab-experiments\n/);
  t.regex(stdout, /exec node src\/cli\.js run --preset smoke --workers 1 \\\n/);
});

for (const [args, told] of [
  [kubernetes, /--image is needed on kubernetes: docs\/many-machines\.md/],
  [[...kubernetes, '--image', 'lab', '--results', 'mine'], /--results and --reports are on the volume/],
  [[...slurm, '--fresh'], /--fresh is not for job files/],
  [[...slurm, '--shard', '1/4'], /--shard is not for job files/],
  [[...slurm, '--seeds', '0'], /Allowed: /],
  [[...slurm, '--depths', '9'], /--depths: depth must be/],
  [[...slurm, '--partition', 'a b'], /Allowed: letters/],
  [['manifest', 'lsf', '--shards', '4'], /unknown system "lsf"; allowed: slurm, kubernetes/],
  [['manifest', 'slurm'], /--shards <n>/],
] as const) {
  test.serial(`${args.join(' ')} is refused with the way out`, async t => {
    const refused = await runHere(args);
    t.is(refused.code, 2);
    isClear(t, refused);
    t.regex(refused.stderr, told);
  });
}
