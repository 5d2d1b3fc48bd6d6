import { readFile } from 'node:fs/promises';
import type { ExperimentFolder } from '../results/experiment-folder.ts';

/**
 * Writes what is made from others' files, and again where those have changed meanwhile: of two processes that write it at
 * the same time, the one that read less could be the last.
 *
 * @param state of what it is made from
 */
export async function upToDate<T>(state: () => Promise<string>, write: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = await state();
    const written = await write();
    if ((await state()) === before) return written;
  }
}

/** Changes whenever one of these runs starts or ends, whoever trains it. */
export async function stateOfRuns(folder: ExperimentFolder, ids: readonly string[]): Promise<string> {
  const records = ids.map(id => readFile(folder.run(id).file('run.json'), 'utf8').catch(() => ''));
  return (await Promise.all(records)).join('\n');
}
