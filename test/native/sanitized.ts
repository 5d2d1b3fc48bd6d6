import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Level } from '../../native/toolchain.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { limited, programWithKernels, succeed } from './programs.ts';

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
  const binary = await programWithKernels(t, 'memory.cc', folder, {
    compiler,
    level,
    flags: ['-O0', '-g1', ...sanitizers],
    link: sanitizers,
  });
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
