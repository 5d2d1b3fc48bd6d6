import { execFile } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { engineNames } from '../../src/engine/registry.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import type { SuiteEvent } from '../../src/suite/events.ts';
import type { Survey } from '../../src/suite/survey.ts';
import { root, withoutTensorflow } from '../cli/fixtures.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { examples } from '../docs/examples.ts';

/** TensorFlow.js's own backend under another name, as if it were somebody's: the one that docs/extend/engine.md shows. */
const ENGINE = 'src/engine/engines/abacus.ts';

test('an engine is a file and a line: it is listed, chosen, checked, trained on and recorded', async t => {
  const copy = await temporaryFolder(t);
  for (const name of ['src', 'experiments', 'package.json', 'tsconfig.json']) {
    await cp(join(root, name), join(copy, name), { recursive: true });
  }
  await cp(join(root, 'native'), join(copy, 'native'), {
    recursive: true,
    filter: path => !/native.(build|tensorflow)$/.test(path),
  });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  await writeFile(join(copy, ENGINE), examples.get(ENGINE)!);
  const registry = join(copy, 'src/engine/registry.ts');
  const text = (await readFile(registry, 'utf8')).replace(
    'wasm, cpu] as const',
    'wasm, cpu, abacus] as const',
  );
  await writeFile(registry, `import { abacus } from './engines/abacus.ts';\n${text}`);

  const env = { ...process.env, ...withoutTensorflow, DEGRADATION_LAB_NATIVE: join(copy, 'not-built') };
  const command = (...args: string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>(resolve => {
      execFile(process.execPath, ['src/cli.js', ...args], { cwd: copy, env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });

  const { stdout: help } = await command('run', '--help');
  t.true(help.replaceAll(/\s+/g, ' ').includes(['auto', ...engineNames, 'abacus'].join(', ')), help);

  const { engines } = JSON.parse((await command('engines', '--json')).stdout) as Survey;
  const found = engines.find(({ candidate }) => (candidate as string) === 'abacus');
  t.like(found, { available: true, engine: { name: 'abacus', device: 'cpu', threads: 1 } });

  const on = ['run', 'plain-vs-residual', '--preset', 'smoke', '--kinds', 'plain', '--engine', 'abacus'];
  const large = await command(...on, '--depths', '56', '--width', '64', '--batch-size', '500');
  t.is(large.code, 2, large.stderr);
  t.regex(large.stderr, /the engine abacus has at most 1\.0 GiB/);

  const sizes = ['--depths', '8', '--resolution', '8', '--width', '2', '--train-size', '40'];
  const few = ['--batch-size', '20', '--epochs', '1', '--seeds', '2', '--no-pictures', '--json'];
  const small = await command(...on, ...sizes, ...few);
  t.is(small.code, 0, small.stderr);
  const events = small.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as SuiteEvent);
  t.like(
    events.find(event => event.type === 'plan'),
    { engine: { name: 'abacus' }, workers: 1 },
  );
  const folder = new ExperimentFolder(join(copy, 'results'), 'plain-vs-residual');
  const ids = await folder.runIds();
  t.is(ids.length, 2);
  for (const id of ids) {
    const record = await folder.run(id).readRecord();
    t.like(record, { status: 'finished', engine: { name: 'abacus', threads: 1 } });
    t.regex(record!.engine.arithmetic, /^abacus-[0-9a-f]{8}$/);
  }
});
