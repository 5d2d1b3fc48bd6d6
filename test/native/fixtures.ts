import test from 'ava';
import { buildNative } from '../../native/compile.ts';
import { buildFolder } from '../../native/record.ts';
import { BuildError, findToolchain } from '../../native/toolchain.ts';

/** Whether this machine can compile the kernels; where it cannot, there is nothing to test. */
export const canCompile = await findToolchain(process.env).then(
  () => true,
  (error: unknown) => {
    if (error instanceof BuildError && error.output === null) return false;
    throw error;
  },
);

/** A test that needs a C++ compiler. Serial: there is one current engine per process. */
export const testCompiled = canCompile ? test.serial : test.serial.skip;

/** Makes sure that the kernels are those of the sources at hand, edited or not. */
export async function buildKernels(): Promise<void> {
  if (canCompile) await buildNative({ folder: buildFolder() });
}
