import { statfs } from 'node:fs/promises';
import { CommandError, run } from './command.ts';
import { NotPossibleHereError } from './errors.ts';
import { type Wheel, wheels } from './wheel.ts';

/** What is needed while the wheel lies there unpacked. */
const GIGABYTES_NEEDED = 2;

export interface Tools {
  readonly wheel: Wheel;
  /** A Python that has pip. */
  readonly python: string;
  /** A C++ compiler. */
  readonly compiler: string;
}

/** @throws NotPossibleHereError naming what is missing, what was found, and what to do */
export async function requireTools(folder: string, env: NodeJS.ProcessEnv): Promise<Tools> {
  const wheel = wheelFor(process.platform, process.arch, glibcVersion());
  const python = await findPython(env);
  const compiler = await findCompiler(env);
  const { bavail, bsize } = await statfs(folder);
  requireSpace(folder, (bavail * bsize) / 1e9);
  return { wheel, python, compiler };
}

/**
 * @param glibc version of the C library; undefined where it is another one
 * @throws NotPossibleHereError
 */
export function wheelFor(platform: string, arch: string, glibc: string | undefined): Wheel {
  const known = Object.keys(wheels).join(', ');
  const wheel = wheels[`${platform}-${arch}`];
  const otherwise =
    'Try "npm install --no-save @tensorflow/tfjs-node@4.22.0", which downloads a library made for ' +
    'other systems too, or use --engine wasm, which runs everywhere.';
  if (!wheel) {
    throw new NotPossibleHereError(
      `this installs on ${known}; this machine is ${platform}-${arch}. ${otherwise}`,
    );
  }
  if (!glibc || isOlder(glibc, wheel.glibc)) {
    throw new NotPossibleHereError(
      `${wheel.project} ${wheel.version} needs glibc ${wheel.glibc} or later; ` +
        `this machine has ${glibc ? `glibc ${glibc}` : 'another C library'}. ${otherwise}`,
    );
  }
  return wheel;
}

/** @throws NotPossibleHereError */
export async function findPython(env: NodeJS.ProcessEnv): Promise<string> {
  const tried: string[] = [];
  for (const python of env.PYTHON ? [env.PYTHON] : ['python3', 'python']) {
    try {
      await run(python, ['-m', 'pip', '--version'], { env });
      return python;
    } catch (error) {
      tried.push(failureOf(python, error));
    }
  }
  throw new NotPossibleHereError(
    `no Python with pip was found (${tried.join('; ')}). Install Python 3 with pip ` +
      '(python3-pip in many distributions), or name one in the variable PYTHON.',
  );
}

/** @throws NotPossibleHereError */
export async function findCompiler(env: NodeJS.ProcessEnv): Promise<string> {
  const tried: string[] = [];
  for (const compiler of env.CXX ? [env.CXX] : ['c++', 'g++', 'clang++']) {
    try {
      await run(compiler, ['--version'], { env });
      return compiler;
    } catch (error) {
      tried.push(failureOf(compiler, error));
    }
  }
  throw new NotPossibleHereError(
    `no C++ compiler was found (${tried.join('; ')}). Install one (g++ in many distributions), ` +
      'or name one in the variable CXX.',
  );
}

/** @throws NotPossibleHereError */
export function requireSpace(folder: string, gigabytes: number): void {
  if (gigabytes >= GIGABYTES_NEEDED) return;
  throw new NotPossibleHereError(
    `${folder} has ${gigabytes.toFixed(1)} GB of free space; ${GIGABYTES_NEEDED} GB are needed while installing. ` +
      'Make room and run this again.',
  );
}

function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime;
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

function failureOf(command: string, error: unknown): string {
  const said = error instanceof CommandError ? error.said.split('\n').at(-1) : '';
  return said ? `${command}: ${said}` : (error as Error).message;
}
