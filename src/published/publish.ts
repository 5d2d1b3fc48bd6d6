import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { linkOtherPlans, type Reported, writeReport } from '../reports/write-report.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { packFile } from '../results/packed.ts';
import type { Plan } from '../results/schema.ts';
import { UsageError } from '../usage-error.ts';
import { complaintsAbout } from './evidence.ts';

/** What somebody looks into first, and is short. */
const READ_AS_THEY_ARE: ReadonlySet<string> = new Set(['run.json', 'epochs.csv']);

export interface PublishOptions {
  /** Where the plan was trained, and where its pages lie. */
  readonly resultsFolder: string;
  /** Where what is published is kept, in the repository. */
  readonly to: { readonly results: string; readonly reports: string };
  /** Name of the plan; absent: the one that was started last. */
  readonly plan?: string | undefined;
}

/**
 * Copies what the runs of a plan measured, as it is, to where the project keeps its evidence, and writes the report there.
 * Tables with a row a layer, block or example are packed, as they are a tenth of their size then. Left behind is what only
 * training needs: checkpoints and leases. What was published of the plan before is replaced.
 *
 * @returns the path of the report
 * @throws UsageError for a plan that does not exist, or that is no evidence: see `complaintsAbout`
 */
export async function publishPlan(
  experiment: Reported,
  { resultsFolder, to, plan: name }: PublishOptions,
): Promise<string> {
  const from = new ExperimentFolder(resultsFolder, experiment.name);
  const plan = name === undefined ? await from.readPlan() : await from.plan(name).readPlan();
  if (!plan) {
    const which = name === undefined ? 'no plan' : `no plan "${name}"`;
    throw new UsageError(
      `${experiment.name}: ${which} was run in ${resultsFolder}; there is nothing to publish`,
    );
  }
  const complaints = await complaintsAbout(from, plan);
  if (complaints.length > 0) {
    throw new UsageError(`${experiment.name}, plan ${plan.name}, is no evidence:\n${complaints.join('\n')}`);
  }
  const target = new ExperimentFolder(to.results, experiment.name);
  await removeFormer(target, plan.name);
  for (const { id } of plan.runs) await copyRun(from.run(id).path, target.run(id).path);
  await target.writePlan(plan);
  return await writePages(experiment, to, plan.name);
}

/** A page a plan, and none twice: what is kept in a repository is kept for good. */
async function writePages(experiment: Reported, to: PublishOptions['to'], name: string): Promise<string> {
  const options = { language: undefined, pictures: 'index' } as const;
  const others = (await new ExperimentFolder(to.results, experiment.name).readPlans()).filter(
    plan => plan.name !== name,
  );
  const write = (plan: string) => writeReport(experiment, to.results, to.reports, { ...options, plan });
  for (const plan of others) await write(plan.name);
  const page = await write(name);
  await linkOtherPlans(experiment, to.results, to.reports, name, options);
  if (others.length === 0) {
    // Only links between plans lead there.
    await rm(join(to.reports, experiment.name, `${name}.html`));
    await new ExperimentFolder(to.results, experiment.name).forgetLatest();
  }
  return page;
}

/** Runs of a former version of this plan that no other one has. */
async function removeFormer(folder: ExperimentFolder, name: string): Promise<void> {
  const plans = await folder.readPlans();
  const idsOf = (plan: Plan) => plan.runs.map(({ id }) => id);
  const others = new Set(plans.filter(plan => plan.name !== name).flatMap(idsOf));
  const former = plans.filter(plan => plan.name === name).flatMap(idsOf);
  for (const id of former) if (!others.has(id)) await folder.run(id).remove();
}

async function copyRun(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (READ_AS_THEY_ARE.has(name)) await cp(source, target);
    else if (name.endsWith('.csv')) await packFile(source, target);
  }
}
