import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { sourceFolder } from '../../native/record.ts';
import { findToolchain, type Level, levels } from '../../native/toolchain.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { emulated, testCompiled, toolchains } from './fixtures.ts';
import { type Compiled, programWithKernels, succeed } from './programs.ts';

/** Of both algorithms' errors, as root mean squares. */
const MOST_TIMES_DIRECT = 4;

testCompiled(
  'in exact arithmetic the transforms make a correlation, and what goes back is the transpose of what went forward',
  async t => {
    const { command } = await findToolchain(process.env);
    const binary = join(await temporaryFolder(t), 'winograd');
    const source = fileURLToPath(new URL('winograd.cc', import.meta.url));
    await succeed(t, [...command, '-std=c++17', '-I', sourceFolder, source, '-o', binary]);
    t.is(await succeed(t, [binary]), 'exact\n');
  },
);

/*
 * Compiling all kernels takes as long as many tests, so the following are for those who want all cases; others know
 * the kernels from what is computed with them (`engine/native-kernels`, `train/native`).
 */
for (const { command: compiler, compiler: name, level: best } of toolchains) {
  const names = Object.keys(levels[process.arch]!) as Level[];
  for (const level of names.slice(names.indexOf(best))) {
    testAlgorithms(`by ${name} for ${level}`, { compiler, level, flags: ['-O2'] }, [], 300);
  }
}

if (emulated) {
  const { compiler, emulator } = emulated;
  const compiled: Compiled = { compiler, arch: 'arm64', level: 'neon', flags: ['-O2'], link: ['-static'] };
  testAlgorithms('for neon, on an emulated processor', compiled, emulator, 60);
} else {
  test('kernels for ARM are tested on x64 with EXHAUSTIVE=1, where there are a cross-compiler and an emulator', t =>
    t.pass());
}

function testAlgorithms(title: string, compiled: Compiled, start: readonly string[], sizes: number): void {
  test.serial(`Winograd’s algorithm and the direct one agree at random sizes, compiled ${title}`, async t => {
    const binary = await programWithKernels(t, 'convolutions.cc', await temporaryFolder(t), compiled);
    t.is(await succeed(t, [...start, binary, 'sizes', String(sizes)]), `${compiled.level}: all agree\n`);

    // Of layers in full size there is too much to emulate.
    if (start.length > 0) return;
    const lines = (await succeed(t, [...start, binary, 'layers'])).trimEnd().split('\n');
    const ratios = lines.map(line => {
      const [layer, batch, result, direct, winograd] = line.split(' ');
      return { what: `${layer} ${batch} ${result}`, times: Number(winograd) / Number(direct) };
    });
    t.is(ratios.length, 18);
    t.log(`errors are ${Math.max(...ratios.map(({ times }) => times)).toFixed(2)} times direct’s at most`);
    for (const { what, times } of ratios) t.true(times <= MOST_TIMES_DIRECT, `${what}: ${times}`);
  });
}
