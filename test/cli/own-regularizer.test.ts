import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustively } from '../exhaustive.ts';
import { root, run, smallRun } from './fixtures.ts';

/** With lines that are gone when it runs, before the one that throws: the fifteenth. */
const source = `import { defineRegularizer } from '${root}src/regularizers/regularizer.ts';

interface Unneeded {
  readonly atRunTime: string;
}
type AlsoUnneeded = Unneeded | null;

export default defineRegularizer({
  name: 'broken',
  summary: 'says so, and breaks',
  parameters: {},
  hooks: () => ({
    batch(batch, { step }) {
      console.log('at step', step);
      if (step === 2) throw new Error('broken on purpose');
      return batch;
    },
  }),
});
`;

exhaustively('what a regularizer of somebody’s own prints is shown, and where it failed', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'broken.ts');
  await writeFile(path, source);
  const { code, stderr } = await run(smallRun(folder, '--kinds', 'residual', '--regularizer', path));
  t.is(code, 1);
  for (const step of [0, 1, 2]) t.regex(stderr, new RegExp(`^residual-8-\\S+: at step ${step}$`, 'm'));
  const place = `at Object.batch (${path}:15:29)`;
  t.true(stderr.includes(` failed: broken on purpose\n    ${place}\n`), stderr);
});

test('a file that fails when it is loaded is named with its line', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'broken.ts');
  await writeFile(path, `interface Unneeded {\n  x: 1;\n}\n\nnull!.x;\n`);
  const { code, stderr } = await run(smallRun(folder, '--regularizer', path));
  t.is(code, 2);
  t.regex(
    stderr,
    /^error: --regularizer: \S+broken\.ts cannot be loaded: .*null.*(\n {4}at .*broken\.ts:5:7\))+\n$/,
  );
});

exhaustively('a dry run times what somebody’s own regularizer does, too', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'own.ts');
  await writeFile(
    path,
    `import { defineRegularizer } from '${root}src/regularizers/regularizer.ts';
export default defineRegularizer({
  name: 'own',
  summary: 'looks between the blocks',
  parameters: {},
  hooks: () => ({ activations: x => x }),
});
`,
  );
  const options = ['--dry-run', '--json', '--kinds', 'plain', '--regularizer', path];
  const { code, stdout, stderr } = await run(smallRun(folder, ...options));
  t.is(code, 0, stderr);
  const { runs } = JSON.parse(stdout);
  t.is(runs.length, 2);
  for (const { seconds } of runs) t.true(seconds > 0);
});
