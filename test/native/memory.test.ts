import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { compileCommands } from '../../native/compile.ts';
import { sourceFolder } from '../../native/record.ts';
import { type Ended, type Level, levels, run } from '../../native/toolchain.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { toolchains } from './fixtures.ts';

/*
 * Compiles the kernels and `memory.cc` with sanitizers, for every level that this processor has, and runs them; with
 * EXHAUSTIVE=1 only, since that takes as long as many other tests. On random shapes and
 * on one to three threads nothing beside a tensor, a piece of scratch memory or an array may be touched, nothing read
 * that nobody wrote, and nothing be left to the compiler's discretion.
 */
const program = fileURLToPath(new URL('memory.cc', import.meta.url));
const CASES = '25';
const THREADS = ['1', '2', '3'];

const flags = [
  ...['-std=c++17', '-O0', '-g1', '-fPIC', '-pthread', '-ffp-contract=fast', '-Wall', '-Wextra'],
  ...(process.arch === 'x64' ? ['-march=x86-64'] : []),
];
const sanitizers = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
/** Fresh memory is no number in every value. */
const ASAN_OPTIONS = `max_malloc_fill_size=${2 ** 30}:malloc_fill_byte=255`;

for (const { command: compiler, compiler: name, level: best } of toolchains) {
  const names = Object.keys(levels[process.arch]!) as Level[];
  const available = names.slice(names.indexOf(best));
  for (const level of available) {
    test(`no kernel touches memory that is not its own, compiled by ${name} for ${level}`, async t => {
      const folder = await temporaryFolder(t);
      const leaks = await leakDetection(compiler, folder);
      if (leaks === null) {
        t.log(`skipped: ${name} has no sanitizers here`);
        t.pass();
        return;
      }
      const ours = join(folder, basename(program).replace('.cc', '.o'));
      const steps = compileCommands(
        compiler,
        { level, flags: [...flags, ...sanitizers] },
        sourceFolder,
        folder,
      ).filter(({ object }) => basename(object) !== 'addon.o');
      const include = ['-I', sourceFolder, '-c', program, '-o', ours];
      await Promise.all([
        ...steps.map(step => succeed(t, step.command)),
        succeed(t, [...compiler, ...flags, ...sanitizers, ...include]),
      ]);
      const binary = join(folder, 'memory');
      const objects = [...steps.map(({ object }) => object), ours];
      await succeed(t, [...compiler, '-pthread', ...sanitizers, ...objects, '-o', binary]);
      const output = await succeed(t, [binary, CASES, ...THREADS], `${ASAN_OPTIONS}:${leaks}`);
      t.is(output, `${level}: no error\n`);
    });
  }
}

if (toolchains.length === 0) {
  test('memory that the kernels touch is tested with EXHAUSTIVE=1, where there is a C++ compiler', t =>
    t.pass());
}

/** The option for what this machine lets leaks be found with; null where it has no sanitizers at all. */
async function leakDetection(compiler: readonly string[], folder: string): Promise<string | null> {
  const [source, binary] = [join(folder, 'probe.cc'), join(folder, 'probe')];
  await writeFile(source, 'int main() {}\n');
  const built = await limited([...compiler, ...sanitizers, source, '-o', binary]);
  if (built.code !== 0) return null;
  for (const option of ['detect_leaks=1', 'detect_leaks=0']) {
    if ((await limited([binary], option)).code === 0) return option;
  }
  return null;
}

async function succeed(t: ExecutionContext, command: readonly string[], options = ''): Promise<string> {
  const { code, output } = await limited(command, options);
  t.is(code, 0, `${command.join(' ')}\n${output}`);
  return output;
}

const waiting: (() => void)[] = [];
let free = availableParallelism();

/** Runs a program; no more of them at a time than there are cores. */
async function limited(command: readonly string[], options = ''): Promise<Ended> {
  if (free > 0) free--;
  else await new Promise<void>(resolve => waiting.push(resolve));
  try {
    return await run(command, { ...process.env, ASAN_OPTIONS: options });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}
