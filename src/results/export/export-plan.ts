import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWholeBy } from '../../atomic-file.ts';
import type { ExperimentFolder } from '../experiment-folder.ts';
import type { Plan } from '../schema.ts';
import { csvFile, parquetFile } from './long-files.ts';
import { longColumns, longRows } from './long-table.ts';

/**
 * Writes all that the runs of a plan have measured so far as one long table, twice: `<name>.csv` and `<name>.parquet`.
 * One run at a time is held in memory.
 *
 * @param to folder, made where there is none
 * @returns the paths of both files
 * @throws Error naming the file of a run that is damaged; StorageFullError
 */
export async function exportPlan(
  folder: ExperimentFolder,
  { name: plan, experiment, runs }: Plan,
  to: string,
  name: string,
): Promise<string[]> {
  const columns = longColumns(runs.map(({ config }) => config));
  const [csv, parquet] = [join(to, `${name}.csv`), join(to, `${name}.parquet`)] as const;
  await mkdir(to, { recursive: true });
  await writeWholeBy(csv, csvPath =>
    writeWholeBy(parquet, async parquetPath => {
      const files = [await csvFile(csvPath, columns), parquetFile(parquetPath, columns)];
      try {
        for (const { id } of runs) {
          const run = await folder.run(id).read();
          const rows = run ? [...longRows(run, { experiment, plan })] : [];
          if (rows.length > 0) for (const file of files) await file.add(rows);
        }
      } finally {
        for (const file of files) await file.close();
      }
    }),
  );
  return [csv, parquet];
}
