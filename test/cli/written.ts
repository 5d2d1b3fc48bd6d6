import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import {
  type Plan,
  RESULTS_SCHEMA,
  type RunResult,
  type RunTable,
  runTables,
} from '../../src/results/schema.ts';

/** As an experiment would leave them. */
export async function written(
  results: string,
  experiment: string,
  runs: readonly RunResult[],
  changes: Partial<Plan> = {},
): Promise<void> {
  const folder = new ExperimentFolder(results, experiment);
  for (const { record, ...tables } of runs) {
    const run = folder.run(record.id);
    await run.begin();
    await run.writeRecord({ ...record, experiment });
    for (const name of Object.keys(runTables) as RunTable[]) {
      await run.append(name, tables[name] as never);
    }
  }
  const command = `npm run exp:${experiment}`;
  await folder.writePlan({
    schema: RESULTS_SCHEMA,
    name: 'quick',
    experiment,
    preset: 'quick',
    command,
    runs: runs.map(({ record: { id, config } }) => ({ id, config })),
    ...changes,
  });
}
