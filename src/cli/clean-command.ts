import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { experimentNames, loadExperiment } from '../suite/catalogue.ts';
import { lockResults } from '../suite/lock.ts';
import { writeIndex } from '../suite/reports-folder.ts';

/** Removes the results and reports of the named experiments, or of all; asks for `--yes` first. */
export async function cleanCommand(
  names: readonly string[],
  { results, reports, yes = false }: { results: string; reports: string; yes?: boolean },
): Promise<void> {
  for (const name of names) await loadExperiment(name);
  const chosen = await withFolders(names.length > 0 ? names : experimentNames(), results);
  if (chosen.length === 0) return console.log(`Nothing to remove: there are no results in ${results}.`);
  const onWait = () => console.error(`${results} is in use; waiting up to 8 s for it`);
  const unlock = yes ? await lockResults(results, onWait) : async () => {};
  try {
    for (const name of chosen) {
      const folder = new ExperimentFolder(results, name);
      const runs = (await folder.runIds()).length;
      const page = join(reports, `${name}.html`);
      if (yes) {
        await rm(folder.path, { recursive: true, force: true });
        await rm(page, { force: true });
        await rm(join(reports, name), { recursive: true, force: true });
      }
      const what = `${folder.path} (${runs} ${runs === 1 ? 'run' : 'runs'}) and ${page}`;
      console.log(`${yes ? 'Removed' : 'Would remove'} ${what}`);
    }
    // There may be no reports at all.
    if (yes) await writeIndex(reports).catch(() => {});
  } finally {
    await unlock();
  }
  if (!yes) console.log('Add --yes to remove them.');
}

/** Those that left anything, be it damaged. */
async function withFolders(names: readonly string[], results: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const { path } = new ExperimentFolder(results, name);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (exists) found.push(name);
  }
  return found;
}
