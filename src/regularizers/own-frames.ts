import { fileURLToPath } from 'node:url';

/**
 * Calls `action` with source maps read: of modules that it loads, positions in errors are those that were written.
 * Workers go without them, since to read those of TensorFlow.js takes a third of a second.
 */
export async function withSourceMaps<T>(action: () => Promise<T>): Promise<T> {
  const before = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(true);
  try {
    return await action();
  } finally {
    process.setSourceMapsEnabled(before);
  }
}

/**
 * The lines of an error's stack that lie in these files, innermost first: `at activations (/home/me/mine.ts:12:9)`.
 *
 * @param files absolute paths of modules loaded by `withSourceMaps`
 */
export function framesIn(files: readonly string[], error: unknown): string[] {
  if (!(error instanceof Error) || files.length === 0) return [];
  // A stack becomes text when it is first read.
  const before = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(true);
  const stack = error.stack ?? '';
  process.setSourceMapsEnabled(before);
  const own = stack
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.startsWith('at '))
    .map(withPaths)
    .filter(line => files.some(file => line.includes(file)));
  return own.length > 0 ? own : framesIn(files, error.cause);
}

/** Modules are told of by their addresses, or by their paths where a source map was read. */
function withPaths(frame: string): string {
  return frame.replace(/file:\/\/[^\s):]+/, url => fileURLToPath(url));
}
