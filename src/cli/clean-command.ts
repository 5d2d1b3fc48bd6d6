import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { experimentNames, loadExperiment } from '../catalogue.ts';
import { exists } from '../exists.ts';
import { counted } from '../language/numbers.ts';
import { writeIndex } from '../reports/reports-folder.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { standsStill } from '../results/lease/watch.ts';
import { nameOf } from '../suite/elsewhere.ts';
import { UsageError } from '../usage-error.ts';

/** Removes the results and reports of the named experiments, or of all; asks for `--yes` first. */
export async function cleanCommand(
  names: readonly string[],
  { results, reports, yes = false }: { results: string; reports: string; yes?: boolean },
): Promise<void> {
  for (const name of names) await loadExperiment(name);
  const chosen = await withFolders(names.length > 0 ? names : experimentNames(), results);
  if (chosen.length === 0) return console.log(`Nothing to remove: there are no results in ${results}.`);
  if (yes) for (const name of chosen) await requireIdle(new ExperimentFolder(results, name));
  for (const name of chosen) {
    const folder = new ExperimentFolder(results, name);
    const runs = (await folder.runIds()).length;
    const page = join(reports, `${name}.html`);
    if (yes) {
      await rm(folder.path, { recursive: true, force: true });
      await rm(page, { force: true });
      await rm(join(reports, name), { recursive: true, force: true });
    }
    const what = `${folder.path} (${counted(runs, 'run')}) and ${page}`;
    console.log(`${yes ? 'Removed' : 'Would remove'} ${what}`);
  }
  // There may be no reports at all.
  if (yes) await writeIndex(reports).catch(() => {});
  if (!yes) console.log('Add --yes to remove them.');
}

/** Those that left anything, be it damaged. */
async function withFolders(names: readonly string[], results: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const { path } = new ExperimentFolder(results, name);
    if (await exists(path)) found.push(name);
  }
  return found;
}

/** @throws UsageError while somebody trains one of its runs */
async function requireIdle(folder: ExperimentFolder): Promise<void> {
  // A run is taken before it has a record.
  const names = await folder.folderNames();
  await Promise.all(
    names.map(async name => {
      const run = folder.run(name);
      let first: string | null = null;
      await standsStill(run.path, {
        onLook({ holder, mark }) {
          first ??= mark;
          if (mark !== first)
            throw new UsageError(`${run.path} is trained by ${nameOf(holder)}. Wait for it, or end it.`);
        },
      });
    }),
  );
}
