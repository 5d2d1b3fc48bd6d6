import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const source = fileURLToPath(new URL('fma-limit.cpp', import.meta.url));
const SECONDS = 0.3;

/** Measures what the processor could do at best. */
export interface FmaLimit {
  /** First line of what the compiler says about itself. */
  readonly compiler: string;
  /** GFLOP/s of so many threads, now. */
  measure(threads: number): Promise<number>;
  /** Removes the compiled program. */
  dispose(): Promise<void>;
}

/**
 * Compiles the program that measures, for this very processor.
 *
 * @param compiler command of a C++ compiler; default: `CXX`, else `c++`
 * @throws Error where there is no compiler, or where it fails
 */
export async function compileFmaLimit(compiler = process.env.CXX || 'c++'): Promise<FmaLimit> {
  const folder = await mkdtemp(join(tmpdir(), 'fma-limit-'));
  const program = join(folder, 'fma-limit');
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    await run(compiler, ['-O3', '-march=native', '-pthread', '-o', program, source]);
    const { stdout } = await run(compiler, ['--version']);
    return {
      compiler: stdout.split('\n')[0]!,
      measure: async threads => Number((await run(program, [String(threads), String(SECONDS)])).stdout),
      dispose,
    };
  } catch (cause) {
    await dispose();
    const reason = (cause as Error).message.split('\n')[0];
    throw new Error(`the C++ compiler "${compiler}" failed (set CXX to name another): ${reason}`, { cause });
  }
}
