/**
 * Builds the kernels of the engine `native`:
 *
 *     npm run build:native -- [--level avx512|avx2|baseline]
 *
 * into native/build/, or the folder that DEGRADATION_LAB_NATIVE names. With `--install`, as npm runs it, a machine that cannot build them is no failure: other engines do without.
 */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildNative } from './compile.ts';
import { BUILD_LINE, buildFolder, fileNames } from './record.ts';
import { BuildError, type Level } from './toolchain.ts';

const { values } = parseArgs({
  options: {
    install: { type: 'boolean', default: false },
    level: { type: 'string' },
  },
});
const folder = buildFolder();
const started = performance.now();
try {
  const { record, built } = await buildNative({
    folder,
    level: values.level as Level | undefined,
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (built) console.log(`engine native: built with ${record.compiler} for ${record.level} in ${seconds} s`);
  else if (!values.install) console.log(`engine native: up to date (${record.compiler}, ${record.level})`);
} catch (error) {
  console.log(
    `engine native was not built (${reason(error)}); runs use the slower engine wasm. ${wayOut(error)}`,
  );
  if (!values.install) process.exitCode = 1;
}

/** In one line, and where to read more. */
function reason(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
  if (!(error instanceof BuildError) || error.output === null) return line;
  return `${line}, see ${relative('.', join(folder, fileNames.log))}`;
}

function wayOut(error: unknown): string {
  const needsCompiler = error instanceof BuildError && error.output === null;
  return `To get it: ${needsCompiler ? 'install g++ or clang++, then ' : ''}${BUILD_LINE}.`;
}
