import test from 'ava';
import { buildNative } from '../../native/compile.ts';
import { buildFolder } from '../../native/record.ts';
import { BuildError, findToolchain, run, type Toolchain } from '../../native/toolchain.ts';
import { exhaustive } from '../exhaustive.ts';

/** Whether this machine can compile the kernels; where it cannot, there is nothing to test. */
export const canCompile = (await toolchainOf(process.env)) !== null;

/** Of the compilers that the kernels are written for, those that are here; for those who want all cases. */
export const toolchains: readonly Toolchain[] = (
  await Promise.all((exhaustive ? ['g++', 'clang++'] : []).map(CXX => toolchainOf({ ...process.env, CXX })))
).filter(toolchain => toolchain !== null);

/** What compiles for ARM and what runs it on a processor of another kind; null where not both are here. */
export const emulated = await emulatedArm();

async function emulatedArm() {
  if (!exhaustive || process.arch !== 'x64') return null;
  const [compiler, emulator] = [['aarch64-linux-gnu-g++'], ['qemu-aarch64']];
  const programs = [compiler, emulator].map(command => run([...command, '--version'], process.env));
  return (await Promise.all(programs)).every(({ code }) => code === 0) ? { compiler, emulator } : null;
}

async function toolchainOf(env: NodeJS.ProcessEnv): Promise<Toolchain | null> {
  try {
    return await findToolchain(env);
  } catch (error) {
    if (error instanceof BuildError && error.output === null) return null;
    throw error;
  }
}

/** A test that needs a C++ compiler. Serial: there is one current engine per process. */
export const testCompiled = canCompile ? test.serial : test.serial.skip;

/** One that compiles all of the kernels: for those who want all cases. */
export const exhaustivelyCompiled = exhaustive ? testCompiled : test.serial.skip;

/** Makes sure that the kernels are those of the sources at hand, edited or not. */
export async function buildKernels(): Promise<void> {
  if (canCompile) await buildNative({ folder: buildFolder() });
}
