import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { buildNative, compileCommands, writeHeader } from '../../native/compile.ts';
import { fileNames, readRecord, sourceFolder } from '../../native/record.ts';
import { BuildError, levels, run } from '../../native/toolchain.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelyCompiled, testCompiled, toolchains } from './fixtures.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const unbuildable: [title: string, env: NodeJS.ProcessEnv, reason: string, log: boolean][] = [
  ['with a compiler that fails', { CXX: 'false' }, 'false failed, see ', true],
  ['without any compiler', { PATH: '/nowhere' }, 'no C++ compiler was found: c++, g++, clang++', false],
  [
    'where CXX names nothing',
    { CXX: 'not-a-compiler' },
    'CXX names not-a-compiler, which is not there',
    false,
  ],
];

for (const [title, env, reason, log] of unbuildable) {
  test(`${title}, an install says so in one line and goes on; a build ends with exit code 1`, async t => {
    const folder = await temporaryFolder(t);
    const install = await build(folder, env, '--install');
    t.is(install.code, 0);
    t.is(install.output.trimEnd().split('\n').length, 1, install.output);
    t.true(install.output.startsWith(`engine native was not built (${reason}`), install.output);
    t.true(install.output.includes('runs use the slower engine wasm'), install.output);
    t.regex(install.output, /npm run build:native\.\n$/);
    t.deepEqual(await readdir(folder), log ? [fileNames.log] : []);
    t.is(install.output.includes(relative(root, join(folder, fileNames.log))), log);
    const asked = await build(folder, env);
    t.deepEqual(asked, { code: 1, output: install.output });
  });
}

exhaustivelyCompiled(
  'an install builds, says so in one line, and has nothing to do or say the second time',
  async t => {
    const folder = await temporaryFolder(t);
    const first = await build(folder, {}, '--install');
    t.is(first.code, 0);
    t.regex(
      first.output,
      /^engine native: built with \S+ .+ for (avx512|avx2|neon|baseline) in \d+\.\d s\n$/,
    );
    t.deepEqual((await readdir(folder)).sort(), [fileNames.record, fileNames.binary]);
    t.deepEqual(await build(folder, {}, '--install'), { code: 0, output: '' });
    t.regex((await build(folder, {})).output, /^engine native: up to date/);
  },
);

testCompiled('a level that this family of processors does not have is refused with those it has', async t => {
  const { code, output } = await build(await temporaryFolder(t), {}, '--level', 'avx3');
  t.is(code, 1);
  t.true(output.includes(`allowed: ${Object.keys(levels[process.arch]!).join(', ')}`), output);
});

testCompiled('sources, level and a binary that is gone are each a reason to build again', async t => {
  const [folder, sources] = [await temporaryFolder(t), await smallSources(t)];
  const again = async (options = {}) => (await buildNative({ folder, sources, ...options })).built;
  t.true(await again());
  t.false(await again());
  await writeFile(join(sources, 'shared.h'), '\n', { flag: 'a' });
  t.true(await again());
  const least = Object.keys(levels[process.arch]!).at(-1) as 'baseline' | 'neon';
  t.is(await again({ level: least }), process.arch === 'x64');
  t.false(await again({ level: least }));
  await writeFile(join(folder, fileNames.binary), '');
  t.true(await again({ level: least }));
});

testCompiled('a source that does not compile leaves the build before it, and a log', async t => {
  const [folder, sources] = [await temporaryFolder(t), await smallSources(t)];
  const { record } = await buildNative({ folder, sources });
  await writeFile(join(sources, 'kernels.cc'), 'int broken = ;\n', { flag: 'a' });
  await t.throwsAsync(buildNative({ folder, sources }), { instanceOf: BuildError, message: /^\S+ failed$/ });
  t.deepEqual(readRecord(folder), record);
  t.true((await readFile(join(folder, fileNames.log), 'utf8')).includes('kernels.cc'));
  t.deepEqual((await readdir(folder)).sort(), [fileNames.log, fileNames.record, fileNames.binary].sort());
  await writeFile(join(sources, 'kernels.cc'), 'int mended() { return 0; }\n');
  t.true((await buildNative({ folder, sources })).built);
  t.deepEqual((await readdir(folder)).sort(), [fileNames.record, fileNames.binary]);
});

testCompiled('builds at the same time do not disturb each other', async t => {
  const options = { folder: await temporaryFolder(t), sources: await smallSources(t) };
  const results = await Promise.all([buildNative(options), buildNative(options)]);
  t.deepEqual(results[0].record, results[1].record);
  t.false((await buildNative(options)).built);
});

for (const { command, compiler } of toolchains) {
  testCompiled(
    `${compiler} compiles the sources for every level without a warning, and nothing of the kernels runs before it is called`,
    async t => {
      const folder = await temporaryFolder(t);
      await writeHeader(folder);
      for (const level of Object.keys(levels[process.arch]!)) {
        // Warnings that need an optimiser need no more of it than this.
        const flags = ['-std=c++17', '-O1', '-fPIC', '-Wall', '-Wextra', '-DREQUIRED_FEATURES='];
        for (const step of compileCommands(command, { level, flags }, sourceFolder, folder)) {
          t.deepEqual(await run(step.command, process.env), { code: 0, output: '' });
          // Names of the sections that static initialisers are listed in; they would run before any check.
          const object = await readFile(step.object, 'latin1');
          t.notRegex(object, /\.init_array|\.ctors|__mod_init_func/, `${level}: ${step.object}`);
        }
      }
    },
  );
}

/** Runs the script as npm does. */
function build(
  folder: string,
  env: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  const script = ['--import', 'tsx', 'native/build.ts', ...args];
  const options = { cwd: root, env: { ...process.env, CXX: '', DEGRADATION_LAB_NATIVE: folder, ...env } };
  return new Promise(resolve => {
    execFile(process.execPath, script, options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

/** Sources that compile in no time; what they do is no matter to who builds them. */
async function smallSources(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const name of ['addon.cc', 'kernels.cc']) {
    await writeFile(
      join(folder, name),
      `#include "shared.h"\nint ${name.replace('.cc', '')}() { return 0; }\n`,
    );
  }
  await writeFile(join(folder, 'shared.h'), '#pragma once\n');
  return folder;
}
