import { dataOf } from '../paper/data-of-runs.ts';
import type { ExperimentFolder } from '../results/experiment-folder.ts';
import { isDone } from '../results/run-folder.ts';
import type { Plan, RunRecord } from '../results/schema.ts';

/**
 * Why a plan cannot stand as evidence, a line for each reason: every run has to have ended by itself, by a commit that
 * can be looked up and nothing beside it, all of them in one arithmetic, on real data.
 */
export async function complaintsAbout(folder: ExperimentFolder, plan: Plan): Promise<string[]> {
  const records: RunRecord[] = [];
  const missing: string[] = [];
  for (const { id } of plan.runs) {
    const record = await folder.run(id).readRecord();
    if (isDone(record)) records.push(record);
    else missing.push(`${id} (${record?.status ?? 'not begun'})`);
  }
  const dirty = records.filter(({ source }) => source.dirty || !isCommit(source.commit));
  const arithmetics = new Map<string, string[]>();
  for (const { id, engine } of records)
    arithmetics.set(engine.arithmetic, [...(arithmetics.get(engine.arithmetic) ?? []), id]);
  const several = [...arithmetics].map(([name, ids]) => `${name}: ${someOf(ids)}`);
  const { standIn } = dataOf(plan.runs.map(({ config }) => config));
  return [
    ...(standIn ? ['its data are made up: only what was measured on real ones says anything'] : []),
    ...(missing.length > 0
      ? [`runs that have not ended: ${someOf(missing)}; train them first: ${plan.command}`]
      : []),
    ...(dirty.length > 0
      ? [
          `runs of sources that no commit holds: ${someOf(dirty.map(({ id }) => id))}; commit, and train them again with --fresh`,
        ]
      : []),
    ...(several.length > 1
      ? [
          `runs of different arithmetic, which are not compared: ${several.join('; ')}; train all on one engine`,
        ]
      : []),
  ];
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(text);
}

/** The first few, and how many there are. */
function someOf(items: readonly string[]): string {
  const shown = items.slice(0, 5).join(', ');
  return items.length > 5 ? `${shown} and ${items.length - 5} more` : shown;
}
