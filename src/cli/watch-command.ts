import { watch } from 'node:fs/promises';
import { sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LanguageCode } from '../language/languages.ts';
import { serveReports } from '../live/server.ts';
import { loadExperiment } from '../suite/catalogue.ts';
import { type ReportKeeper, reportKeeper } from '../suite/report-keeper.ts';
import { writeReport } from '../suite/reports.ts';
import { makeReportsFolder } from '../suite/reports-folder.ts';
import { UsageError } from '../suite/usage-error.ts';
import { experimentsWithResults } from './report-command.ts';

export interface WatchOptions {
  readonly results: string;
  readonly reports: string;
  readonly lang?: LanguageCode;
  readonly host: string;
  readonly port: number;
}

/** Until the next look at results that have changed while a report was written, or rested. */
const AGAIN_MILLISECONDS = 1000;

/** Serves reports and writes them again whenever results change, until it is interrupted. */
export async function watchCommand(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const { results, reports, lang, host, port } = options;
  await makeReportsFolder(reports);
  const server = await serveReports({ reportsFolder: reports, resultsFolder: results, host, port }).catch(
    (cause: Error) => {
      throw new UsageError(`reports cannot be served on ${host}, port ${port}: ${cause.message}`, { cause });
    },
  );
  const keepers = new Map<string, ReportKeeper>();
  const write = async (name: string) => {
    const experiment = await loadExperiment(name);
    const keeper =
      keepers.get(name) ??
      reportKeeper(() => writeReport(experiment, results, reports, { language: lang, pictures: false }));
    keepers.set(name, keeper);
    if ((await keeper.soFar()) === null) return false;
    server.changed(`${name}.html`);
    server.changed('index.html');
    return true;
  };
  try {
    for (const name of await experimentsWithResults(results)) await write(name);
    console.log(`Reports are at ${server.address} and follow what is trained. Ctrl-C ends this.`);
    const stale = new Set<string>();
    void changes(results, stale, signal);
    for (;;) {
      await delay(AGAIN_MILLISECONDS, null, { signal });
      for (const name of [...stale]) {
        stale.delete(name);
        // Half-written results are met again, whole, a moment later.
        if (!(await write(name).catch(() => false))) stale.add(name);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await server.close();
  }
}

/** Collects the names of experiments whose tables change. */
async function changes(results: string, stale: Set<string>, signal: AbortSignal): Promise<void> {
  const known = new Set(await experimentsWithResults(results));
  try {
    for await (const { filename } of watch(results, { recursive: true, signal })) {
      const [name, , file = ''] = filename?.split(sep) ?? [];
      // What reports themselves leave there is no news.
      if (!name || !/^(epochs|gradients|run)\./.test(file)) continue;
      if (!known.has(name)) for (const started of await experimentsWithResults(results)) known.add(started);
      if (known.has(name)) stale.add(name);
    }
  } catch (error) {
    if (!signal.aborted) console.error(`${results} is not watched any more: ${(error as Error).message}`);
  }
}
