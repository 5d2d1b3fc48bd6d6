import { createInterface } from 'node:readline/promises';
import { roughDuration } from '../language/numbers.ts';
import type { RunRecord } from '../results/schema.ts';
import { UsageError } from '../usage-error.ts';

export interface Asking {
  /** `--yes`. */
  readonly yes: boolean;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
}

/**
 * Whether finished runs may be trained again: at a terminal the person is asked, elsewhere `--yes` has to say so.
 *
 * @throws UsageError where nobody can be asked; the signal's reason
 */
export async function mayReplace(
  finished: readonly Pick<RunRecord, 'wall_seconds'>[],
  { yes, input, output, signal }: Asking,
): Promise<boolean> {
  if (finished.length === 0 || yes) return true;
  const what = described(finished);
  if (!input.isTTY || !output.isTTY) {
    throw new UsageError(
      `--fresh would replace ${what}. Add --yes to do so, or leave --fresh out to train only what is missing`,
    );
  }
  const lines = createInterface({ input, output });
  // Ctrl-C, which a terminal hands to whoever reads from it; and Ctrl-D.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  const closed = new Promise<string>(resolve => lines.once('close', () => resolve('')));
  try {
    const question = `--fresh replaces ${what}; each is kept until its successor has finished. Go on? [y/N] `;
    const answer = await Promise.race([lines.question(question, { signal }), closed]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    lines.close();
  }
}

/** `12 finished runs, 3 h 5 min of training`. */
function described(finished: readonly Pick<RunRecord, 'wall_seconds'>[]): string {
  const seconds = finished.reduce((sum, { wall_seconds }) => sum + (wall_seconds ?? 0), 0);
  const runs = finished.length === 1 ? '1 finished run' : `${finished.length} finished runs`;
  return `${runs}, ${roughDuration(seconds)} of training`;
}
