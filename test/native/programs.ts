import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { compileCommands } from '../../native/compile.ts';
import { sourceFolder } from '../../native/record.ts';
import { type Ended, type Level, run } from '../../native/toolchain.ts';

export interface Compiled {
  /** Program and first arguments. */
  readonly compiler: readonly string[];
  /** By default this machine's. */
  readonly arch?: string;
  readonly level: Level;
  /** Of the compiler, for every object. */
  readonly flags: readonly string[];
  /** Of the linker, too. */
  readonly link?: readonly string[];
}

/** Compiles a program of this folder together with all kernels, and returns where it is. */
export async function programWithKernels(
  t: ExecutionContext,
  name: string,
  folder: string,
  { compiler, arch = process.arch, level, flags: own, link = [] }: Compiled,
): Promise<string> {
  const program = fileURLToPath(new URL(name, import.meta.url));
  const flags = [
    ...['-std=c++17', '-fPIC', '-pthread', '-ffp-contract=fast', '-Wall', '-Wextra'],
    ...(arch === 'x64' ? ['-march=x86-64'] : []),
    ...own,
  ];
  const ours = join(folder, basename(program).replace('.cc', '.o'));
  const steps = compileCommands(compiler, { arch, level, flags }, sourceFolder, folder).filter(
    ({ object }) => basename(object) !== 'addon.o',
  );
  await Promise.all([
    ...steps.map(step => succeed(t, step.command)),
    succeed(t, [...compiler, ...flags, '-I', sourceFolder, '-c', program, '-o', ours]),
  ]);
  const binary = ours.replace('.o', '');
  const objects = [...steps.map(({ object }) => object), ours];
  await succeed(t, [...compiler, '-pthread', ...link, ...objects, '-o', binary]);
  return binary;
}

/** Runs a program, asserts that it ends well, and returns what it printed. */
export async function succeed(
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
export async function limited(command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
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
