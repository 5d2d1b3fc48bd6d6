/** The C++ compiler of this machine, and the best that its processor can do. */
import { execFile } from 'node:child_process';
import { basename } from 'node:path';

export type Level = 'avx512' | 'avx2' | 'neon' | 'baseline';

/** Why nothing can be built, in a few words. `output` is what the compiler said, if it came to that. */
export class BuildError extends Error {
  override name = 'BuildError';
  readonly output: string | null;

  constructor(message: string, output: string | null = null) {
    super(message);
    this.output = output;
  }
}

/**
 * Processor features per level, best level first; they are switched on for the kernels and looked for before the
 * first kernel runs. Named one by one, because compilers older than GCC 11 do not know `x86-64-v4`.
 */
export const levels: Readonly<Record<string, Readonly<Partial<Record<Level, readonly string[]>>>>> = {
  x64: {
    avx512: ['avx2', 'fma', 'avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'],
    avx2: ['avx2', 'fma'],
    baseline: [],
  },
  arm64: { neon: [] },
};

export interface Toolchain {
  /** Program and first arguments. */
  readonly command: readonly string[];
  /** `c++ 12.2.0` */
  readonly compiler: string;
  /** The best level of this machine that the compiler knows. */
  readonly level: Level;
}

/** @throws BuildError where there is no compiler, or none that makes code for this Node.js */
export async function findToolchain(env: NodeJS.ProcessEnv): Promise<Toolchain> {
  if (process.platform === 'win32') throw new BuildError('Windows is not supported');
  const ofArch = levels[process.arch];
  if (!ofArch)
    throw new BuildError(`processors other than ${Object.keys(levels).join(' and ')} are not supported`);
  const { command, macros } = await findCompiler(env);
  const compiler = `${basename(command[0]!)} ${macros.get('__VERSION__')?.replaceAll('"', '') ?? '(unknown version)'}`;
  const made = macros.has('__x86_64__') ? 'x64' : macros.has('__aarch64__') ? 'arm64' : 'another processor';
  if (made !== process.arch) {
    throw new BuildError(`${compiler} makes code for ${made}, this Node.js is for ${process.arch}`);
  }
  const has = (feature: string) => macros.has(`__${feature.toUpperCase()}__`);
  const level = (Object.keys(ofArch) as Level[]).find(name => ofArch[name]!.every(has))!;
  return { command, compiler, level };
}

/** The first compiler that answers, with all that it predefines for this machine. */
async function findCompiler(env: NodeJS.ProcessEnv) {
  const wanted = env.CXX?.trim();
  const names = wanted ? [wanted] : ['c++', 'g++', 'clang++'];
  for (const name of names) {
    const command = name.split(/\s+/);
    // What `native` stands for is known to the compiler, down to what the operating system saves of it.
    const native = process.arch === 'x64' ? ['-march=native'] : [];
    const ended = await run([...command, ...native, '-dM', '-E', '-x', 'c++', '/dev/null'], env);
    if (ended.code === 0) return { command, macros: parseMacros(ended.output) };
    if (ended.code !== 'missing') throw new BuildError(`${name} failed`, ended.output);
  }
  throw new BuildError(
    wanted ? `CXX names ${wanted}, which is not there` : `no C++ compiler was found: ${names.join(', ')}`,
  );
}

function parseMacros(text: string): Map<string, string> {
  return new Map([...text.matchAll(/^#define (\w+) (.*)$/gm)].map(([, name, value]) => [name!, value!]));
}

export interface Ended {
  readonly code: number | 'missing';
  /** Both streams. */
  readonly output: string;
}

/** Runs a program to its end. */
export function run([program, ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise(resolve => {
    execFile(program!, args, { env, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      const missing = error?.code === ('ENOENT' as unknown);
      const code = !error ? 0 : missing ? 'missing' : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}
