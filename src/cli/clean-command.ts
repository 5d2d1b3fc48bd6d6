import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { loadExperiment } from '../suite/catalogue.ts';
import { lockResults } from '../suite/lock.ts';
import { experimentsWithResults } from './report-command.ts';

/** Removes the results and reports of the named experiments, or of all; asks for `--yes` first. */
export async function cleanCommand(
  names: readonly string[],
  { results, reports, yes = false }: { results: string; reports: string; yes?: boolean },
): Promise<void> {
  for (const name of names) await loadExperiment(name);
  const chosen = names.length > 0 ? names : await experimentsWithResults(results);
  if (chosen.length === 0) return console.log(`Nothing to remove: there are no results in ${results}.`);
  const unlock = yes ? await lockResults(results, () => {}) : async () => {};
  try {
    for (const name of chosen) {
      const folder = new ExperimentFolder(results, name);
      const runs = (await folder.runIds()).length;
      const page = join(reports, `${name}.html`);
      if (yes) {
        await rm(folder.path, { recursive: true, force: true });
        await rm(page, { force: true });
      }
      console.log(`${yes ? 'Removed' : 'Would remove'} ${folder.path} (${runs} runs) and ${page}`);
    }
  } finally {
    await unlock();
  }
  if (!yes) console.log('Add --yes to remove them.');
}
