import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Reported, writeReport } from '../reports/write-report.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { complaintsAbout } from './evidence.ts';

/** What was found of one published plan. */
export interface Finding {
  readonly experiment: string;
  readonly plan: string;
  readonly runs: number;
  /** Empty if all is as it was published. */
  readonly complaints: readonly string[];
}

/**
 * Computes summaries and verdicts of published plans again, from the rows alone, and compares them to the byte; and
 * writes their pages again, to see that this can be done.
 *
 * @param resultsFolder with what was published; it is not changed
 */
export async function verifyPublished(
  resultsFolder: string,
  experiments: readonly Reported[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const experiment of experiments) {
    const folder = new ExperimentFolder(resultsFolder, experiment.name);
    for (const plan of await folder.readPlans()) {
      const complaints = await complaintsAbout(folder, plan);
      const changed = complaints.length > 0 ? [] : await changesIn(experiment, folder, plan.name);
      findings.push({
        experiment: experiment.name,
        plan: plan.name,
        runs: plan.runs.length,
        complaints: [...complaints, ...changed],
      });
    }
    findings.push(...(await strayRuns(folder, experiment.name)));
  }
  return findings;
}

/** What comes out otherwise when it is computed again. */
async function changesIn(experiment: Reported, folder: ExperimentFolder, plan: string): Promise<string[]> {
  const place = await mkdtemp(join(tmpdir(), 'verify-'));
  try {
    const results = join(place, 'results');
    const again = new ExperimentFolder(results, experiment.name);
    await cp(folder.path, again.path, { recursive: true });
    await writeReport(experiment, results, join(place, 'reports'), {
      language: undefined,
      pictures: 'none',
      plan,
    });
    const complaints: string[] = [];
    for (const name of ['summary.csv', 'claims.json']) {
      const [published, computed] = await Promise.all(
        [folder, again].map(one => readFile(join(one.plan(plan).path, name), 'utf8').catch(() => null)),
      );
      if (published == null) complaints.push(`${name} is missing`);
      else if (published !== computed)
        complaints.push(`${name} is not what the rows say: ${firstDifference(published, computed ?? '')}`);
    }
    return complaints;
  } catch (error) {
    return [`its report cannot be made: ${(error as Error).message}`];
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** Runs that no plan has cannot be read in any report. */
async function strayRuns(folder: ExperimentFolder, experiment: string): Promise<Finding[]> {
  const planned = new Set((await folder.readPlans()).flatMap(({ runs }) => runs.map(({ id }) => id)));
  const stray = (await folder.runIds()).filter(id => !planned.has(id));
  const leftovers: string[] = [];
  for (const id of planned) {
    const names = await readdir(folder.run(id).path).catch(() => []);
    const others = names.filter(name => name !== 'run.json' && !/\.csv(\.gz)?$/.test(name));
    leftovers.push(...others.map(name => `${id}/${name}`));
  }
  const complaints = [
    ...stray.map(id => `${id} belongs to no plan`),
    ...leftovers.map(path => `${path} is nothing that was measured`),
  ];
  return complaints.length > 0 ? [{ experiment, plan: '–', runs: stray.length, complaints }] : [];
}

function firstDifference(published: string, computed: string): string {
  const lines = computed.split('\n');
  const differing = published.split('\n').findIndex((line, i) => line !== lines[i]);
  const at = differing === -1 ? published.split('\n').length : differing;
  return `line ${at + 1} reads "${(published.split('\n')[at] ?? '').trim()}" and should read "${(lines[at] ?? '').trim()}"`;
}
