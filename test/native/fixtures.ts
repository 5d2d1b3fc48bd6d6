import test from 'ava';
import { buildNative } from '../../native/compile.ts';
import { buildFolder } from '../../native/record.ts';
import { BuildError, findToolchain, type Toolchain } from '../../native/toolchain.ts';
import { exhaustive } from '../exhaustive.ts';

/** Whether this machine can compile the kernels; where it cannot, there is nothing to test. */
export const canCompile = (await toolchainOf(process.env)) !== null;

/** Of the compilers that the kernels are written for, those that are here; for those who want all cases. */
export const toolchains: readonly Toolchain[] = (
  await Promise.all((exhaustive ? ['g++', 'clang++'] : []).map(CXX => toolchainOf({ ...process.env, CXX })))
).filter(toolchain => toolchain !== null);

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

/** Makes sure that the kernels are those of the sources at hand, edited or not. */
export async function buildKernels(): Promise<void> {
  if (canCompile) await buildNative({ folder: buildFolder() });
}
