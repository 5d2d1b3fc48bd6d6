import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { exists } from '../exists.ts';
import { ExperimentFolder, PLANS } from '../results/experiment-folder.ts';
import { variantOf } from '../results/networks.ts';
import type { RunResult } from '../results/schema.ts';
import { UsageError } from '../usage-error.ts';

/** Runs that somebody has named on a command line. */
export interface NamedRuns {
  /** By experiment. */
  readonly runs: ReadonlyMap<string, readonly RunResult[]>;
  /** Folders of the runs, without links. */
  readonly folders: ReadonlySet<string>;
}

const FORMS =
  'expected a results folder, the folder of an experiment in it, of one of its plans, or of a run';

/**
 * Reads the runs of a results folder or of an experiment in it, those of the latest plan; of the folder of a plan; or a
 * single one. Of a folder, `:variant` takes one arm: `results/plain-vs-residual:paper`, `results/plain-vs-residual:dropout-0.1`.
 *
 * @throws UsageError where there are none, naming what was expected
 */
export async function readRunSet(typed: string): Promise<NamedRuns> {
  const colon = typed.lastIndexOf(':');
  const whole = await exists(typed);
  if (!whole && !(colon > 0 && (await exists(typed.slice(0, colon))))) {
    throw new UsageError(`there is no folder ${typed}: ${FORMS}`);
  }
  const path = whole ? typed : typed.slice(0, colon);
  const found = await runsIn(path);
  if (found.length === 0) throw new UsageError(`there are no runs in ${path}: ${FORMS}`);
  const chosen = whole ? found : ofVariant(found, typed.slice(colon + 1), path);
  const runs = new Map<string, RunResult[]>();
  for (const { experiment, run } of chosen) runs.set(experiment, [...(runs.get(experiment) ?? []), run]);
  return { runs, folders: new Set(chosen.map(({ folder }) => folder)) };
}

interface Found {
  readonly experiment: string;
  readonly run: RunResult;
  readonly folder: string;
}

async function runsIn(path: string): Promise<Found[]> {
  if (await exists(join(path, 'run.json'))) {
    const run = await folderOf(dirname(path)).run(basename(path)).read();
    return run ? [{ experiment: run.record.experiment, run, folder: await realpath(path) }] : [];
  }
  // Of a plan, or an experiment; where no plan is the latest, there is their folder alone.
  if ((await exists(join(path, 'plan.json'))) || (await exists(join(path, PLANS))))
    return runsOfExperiment(path);
  // A file holds none.
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const inner = entries.filter(entry => entry.isDirectory()).map(({ name }) => join(path, name));
  return (await Promise.all(inner.sort().map(runsOfExperiment))).flat();
}

async function runsOfExperiment(path: string): Promise<Found[]> {
  const ofPlan = basename(dirname(resolve(path))) === PLANS;
  const folder = folderOf(ofPlan ? dirname(dirname(path)) : path);
  const plan = await (ofPlan ? folder.plan(basename(path)) : folder).readPlan();
  const runs = plan ? await folder.readRuns(plan.runs.map(({ id }) => id)) : [];
  return Promise.all(
    runs.map(async run => ({
      experiment: plan!.experiment,
      run,
      folder: await realpath(folder.run(run.record.id).path),
    })),
  );
}

function folderOf(path: string): ExperimentFolder {
  return new ExperimentFolder(dirname(path), basename(path));
}

/** The paper's arm is called as in summary.csv; blanks may be typed as the dashes of run ids. */
function ofVariant(found: readonly Found[], wanted: string, path: string): Found[] {
  const nameOf = ({ run }: Found) => variantOf(run) || 'paper';
  const simple = (name: string) => name.toLowerCase().replaceAll(/[\s-]+/g, '-');
  const chosen = found.filter(one => simple(nameOf(one)) === simple(wanted));
  if (chosen.length > 0) return chosen;
  const names = [...new Set(found.map(nameOf))].sort();
  throw new UsageError(`${path} has no variant "${wanted}"; it has: ${names.join(', ')}`);
}

/** What two names do not share: `results-old/depth` and `results-new/depth` are `results-old` and `results-new`. */
export function shortNames(first: string, second: string): [string, string] {
  const parts = [first, second].map(name => name.split(/[/\\:]+/).filter(part => part !== ''));
  const [left, right] = parts as [string[], string[]];
  let same = 0;
  while (same < Math.min(left.length, right.length) - 1 && left[same] === right[same]) same += 1;
  const [one, other] = [left.slice(same), right.slice(same)];
  while (one.length > 1 && other.length > 1 && one.at(-1) === other.at(-1)) {
    one.pop();
    other.pop();
  }
  return [one.join('/'), other.join('/')];
}
