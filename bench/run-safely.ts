import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommanderError } from 'commander';
import { UsageError } from '../src/usage-error.ts';

/** Done; nothing could be measured; bad usage. */
const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Known before minutes have been spent. */
export async function requireWritable(out: string): Promise<void> {
  await access(dirname(out), constants.W_OK).catch(cause => {
    throw new UsageError(
      `--out ${out} cannot be written: ${cause.message}. Name a file in a folder that exists.`,
    );
  });
}

/** Says what went wrong in a line; returns the exit code. */
export function explain(error: unknown): number {
  // Commander has printed its message already; --help ends here too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}
