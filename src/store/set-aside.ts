import { access } from 'node:fs/promises';
import { anyWriter, type FileWriter } from '../atomic-file.ts';
import type { ExperimentFolder } from '../results/experiment-folder.ts';

/**
 * Moves what a run has measured so far out of the way where another arithmetic measured it: to go on with it would make
 * one table of two kinds of numbers. To be called before anything is written to the run's folder.
 *
 * @param now the arithmetic that would go on
 * @param files moves it: the run's lease
 * @returns what was done, in words; null where the run can go on, or has measured nothing
 */
export async function setAsideOtherArithmetic(
  folder: ExperimentFolder,
  id: string,
  now: string,
  files: FileWriter = anyWriter,
): Promise<string | null> {
  const run = folder.run(id);
  // One that cannot be read says nothing; whoever resumes meets it again.
  const record = await run.readRecord().catch(() => null);
  const before = record?.engine.arithmetic ?? now;
  if (before === now) return null;
  const hasBegun = await access(run.file('checkpoint')).then(
    () => true,
    () => false,
  );
  if (!hasBegun) return null;
  const aside = await folder.setAside(id, before, files);
  return `was begun with the arithmetic ${before}; begins again with ${now}; what it had measured is kept in ${aside}`;
}
