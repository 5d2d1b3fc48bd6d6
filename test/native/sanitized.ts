import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { compileCommands } from '../../native/compile.ts';
import { sourceFolder } from '../../native/record.ts';
import { type Ended, type Level, run } from '../../native/toolchain.ts';
import { temporaryFolder } from '../data/fixtures.ts';

const program = fileURLToPath(new URL('memory.cc', import.meta.url));
const CASES = '25';
const THREADS = ['1', '2', '3'];

export interface Sanitized {
  /** Program and first arguments. */
  readonly compiler: readonly string[];
  readonly level: Level;
  /** Of the compiler, for every object: `-fsanitize=…` among them. */
  readonly sanitizers: readonly string[];
  /** Variables for the program; the first ones that an empty program can start with here are taken. */
  readonly options: readonly NodeJS.ProcessEnv[];
}

/**
 * Compiles the kernels and `memory.cc` with sanitizers and asserts that the program finds no error; says so where this
 * machine has no such sanitizer.
 */
export async function findNoError(t: ExecutionContext, wanted: Sanitized): Promise<void> {
  const { compiler, level, sanitizers } = wanted;
  const folder = await temporaryFolder(t);
  const options = await usableOptions(wanted, folder);
  if (!options) {
    t.log(`skipped: ${compiler.join(' ')} has no sanitizer here that runs with ${sanitizers.join(' ')}`);
    t.pass();
    return;
  }
  const flags = [
    ...['-std=c++17', '-O0', '-g1', '-fPIC', '-pthread', '-ffp-contract=fast', '-Wall', '-Wextra'],
    ...(process.arch === 'x64' ? ['-march=x86-64'] : []),
    ...sanitizers,
  ];
  const ours = join(folder, basename(program).replace('.cc', '.o'));
  const steps = compileCommands(compiler, { level, flags }, sourceFolder, folder).filter(
    ({ object }) => basename(object) !== 'addon.o',
  );
  await Promise.all([
    ...steps.map(step => succeed(t, step.command)),
    succeed(t, [...compiler, ...flags, '-I', sourceFolder, '-c', program, '-o', ours]),
  ]);
  const binary = join(folder, 'memory');
  const objects = [...steps.map(({ object }) => object), ours];
  await succeed(t, [...compiler, '-pthread', ...sanitizers, ...objects, '-o', binary]);
  t.is(await succeed(t, [binary, CASES, ...THREADS], options), `${level}: no error\n`);
}

/** Null where the machine has no such sanitizer. */
async function usableOptions(
  { compiler, sanitizers, options }: Sanitized,
  folder: string,
): Promise<NodeJS.ProcessEnv | null> {
  const [source, binary] = [join(folder, 'probe.cc'), join(folder, 'probe')];
  await writeFile(source, 'int main() {}\n');
  const built = await limited([...compiler, ...sanitizers, source, '-o', binary]);
  if (built.code !== 0) return null;
  for (const env of options) {
    if ((await limited([binary], env)).code === 0) return env;
  }
  return null;
}

async function succeed(
  t: ExecutionContext,
  command: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { code, output } = await limited(command, env);
  t.is(code, 0, `${command.join(' ')}\n${output}`);
  return output;
}

const waiting: (() => void)[] = [];
let free = availableParallelism();

/** Runs a program; no more of them at a time than there are cores. */
async function limited(command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  if (free > 0) free--;
  else await new Promise<void>(resolve => waiting.push(resolve));
  try {
    return await run(command, { ...process.env, ...env });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}
