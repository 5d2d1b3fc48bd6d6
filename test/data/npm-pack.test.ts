import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { npmCommand, npmPack } from '../../src/data/npm-pack.ts';
import { namesIn, temporaryFolder } from './fixtures.ts';

test('the npm that runs this program is used, and the one on PATH otherwise', t => {
  const own = '/usr/lib/node_modules/npm/bin/npm-cli.js';
  t.deepEqual(npmCommand({ npm_execpath: own }), { command: process.execPath, args: [own], shell: false });
  t.is(npmCommand({}).command, 'npm');
  t.is(npmCommand({ npm_execpath: '/usr/lib/pnpm/bin/pnpm.cjs' }).command, 'npm');
});

/** Stands in for npm: a script named like it. */
async function fakeNpm(folder: string, script: string): Promise<NodeJS.ProcessEnv> {
  const path = join(folder, 'npm-cli.cjs');
  await writeFile(path, script);
  return { ...process.env, npm_execpath: path, npm_config_dry_run: 'true' };
}

const quiet = { signal: undefined, onBytes: () => {} };

test('npm packs into the folder, with a cache of its own there and without settings that would change it', async t => {
  const folder = await temporaryFolder(t);
  const script = `
    require('node:fs').writeFileSync('said.json', JSON.stringify({
      args: process.argv.slice(2), cwd: process.cwd(), dry: process.env.npm_config_dry_run ?? null }));`;
  await npmPack('a@1.0.0', { folder, env: await fakeNpm(folder, script), ...quiet });
  t.true((await namesIn(folder)).includes('said.json'));
  const said = (await import(join(folder, 'said.json'), { with: { type: 'json' } })).default;
  t.deepEqual(said.args.slice(0, 4), ['pack', 'a@1.0.0', '--pack-destination=.', '--cache=npm-cache']);
  t.true(said.args.includes('--ignore-scripts'));
  t.is(said.dry, null);
});

test('what npm complains of becomes the reason', async t => {
  const folder = await temporaryFolder(t);
  const script = `
    console.error('npm warn something');
    console.error('npm error code E404\\nnpm error 404 Not Found\\nnpm error A complete log of this run …');
    process.exitCode = 1;`;
  await t.throwsAsync(npmPack('a@1.0.0', { folder, env: await fakeNpm(folder, script), ...quiet }), {
    message: 'npm pack ended with exit code 1: code E404; 404 Not Found',
  });
});

test('an npm that cannot be started is told as such', async t => {
  const folder = await temporaryFolder(t);
  await t.throwsAsync(npmPack('a@1.0.0', { folder, env: { PATH: folder }, ...quiet }), {
    message: /^npm (could not be run|pack ended)/,
  });
});

test('aborting ends npm', async t => {
  const folder = await temporaryFolder(t);
  const env = await fakeNpm(folder, 'setInterval(() => {}, 1000);');
  const controller = new AbortController();
  const packing = npmPack('a@1.0.0', { folder, env, signal: controller.signal, onBytes: () => {} });
  controller.abort();
  await t.throwsAsync(packing, { message: /abort/ });
});
