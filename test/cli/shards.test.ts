import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { shellWord } from '../../src/shell-word.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { fixedTables } from '../suite/fixtures.ts';
import { isClear, run, runHere, smallRun } from './fixtures.ts';

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

exhaustivelySerial(
  'shards that run at once leave what one machine does, and the report is made afterwards',
  async t => {
    const [alone, together] = [await temporaryFolder(t), await temporaryFolder(t)];
    const undisturbed = run(smallRun(alone));
    const shards = ['1/3', '2/3', '3/3'].map(shard => run(smallRun(together, '--json', '--shard', shard)));
    const ended = await Promise.all(shards);
    t.like(await undisturbed, { code: 0 });
    for (const { code, stderr } of ended) t.deepEqual([code, stderr], [0, '']);
    const planned = ended.map(({ stdout }) => JSON.parse(stdout.split('\n')[0]!).runs.length as number);
    t.deepEqual(planned.sort(), [0, 1, 1]);
    const told = await runHere(smallRun(together, '--shard', '1/3'));
    const path = shellWord(join(together, 'results'));
    t.true(
      told.stderr.includes(`npm run suite -- report plain-vs-residual --results ${path} writes`),
      told.stderr,
    );
    t.false(await exists(join(together, 'reports')));
    const [one, other] = [alone, together].map(
      folder => new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual'),
    );
    const ids = (await one!.runIds()).sort();
    t.deepEqual((await other!.runIds()).sort(), ids);
    for (const id of ids)
      t.deepEqual(await fixedTables(other!.run(id).path), await fixedTables(one!.run(id).path));
    const plan = (await other!.readPlan())!;
    t.regex(plan.arithmetic ?? '', /^wasm-[0-9a-f]{8}$/);
    t.false(plan.command.includes('--shard'));
    t.is((await one!.readPlan())!.arithmetic, undefined);

    const folders = ['--results', join(together, 'results'), '--reports', join(together, 'reports')];
    t.like(await runHere(['report', ...folders]), { code: 0 });
    t.true((await readdir(join(together, 'reports'))).includes('plain-vs-residual.html'));

    // Another engine than the first shard's.
    const refused = await runHere(
      smallRun(together, '--shard', '1/2', '--epochs', '4', '--engine', 'cpu', '--fresh', '--yes'),
    );
    t.is(refused.code, 2);
    isClear(t, refused);
    t.regex(
      refused.stderr,
      /is trained with the arithmetic wasm-[0-9a-f]{8}, and this machine computes with cpu-/,
    );
  },
);

for (const [args, told] of [
  [['--shard', '4/3'], /--shard: expected one of N as 1\/N to N\/N, such as 3\/16; got 4\/3/],
  [['--shard-index', '3', '--shard-count', '3'], /--shard-index counts from 0: .* 0 to 2; got 3/],
  [['--shard-index', '3'], /--shard-index needs --shard-count/],
  [['--shard', '1/3', '--open'], /--open shows a report, and a shard writes none/],
  [
    ['--arithmetic', 'native-avx2'],
    /--arithmetic asks for native-avx2, and this machine computes with wasm-/,
  ],
] as const) {
  test.serial(`${args.join(' ')} is refused with the way out`, async t => {
    const folder = await temporaryFolder(t);
    const refused = await runHere(smallRun(folder, ...args));
    t.is(refused.code, 2);
    isClear(t, refused);
    t.regex(refused.stderr, told);
    t.deepEqual(await readdir(folder), []);
  });
}
