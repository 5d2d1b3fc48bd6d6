import { setTimeout as delay } from 'node:timers/promises';
import { experimentNames, loadExperiment } from '../catalogue.ts';
import type { LanguageCode } from '../language/languages.ts';
import { ResultsChanges } from '../reports/live/changes.ts';
import { serveReports } from '../reports/live/server.ts';
import { type ReportKeeper, reportKeeper, SHARE_OF_TIME } from '../reports/report-keeper.ts';
import { makeReportsFolder } from '../reports/reports-folder.ts';
import { writeReport } from '../reports/write-report.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import type { Plan } from '../results/schema.ts';
import { NewerResultsError, OlderResultsError } from '../results/schema-version.ts';
import { UsageError } from '../usage-error.ts';
import { examplesFor } from './examples.ts';

export interface WatchOptions {
  readonly results: string;
  readonly reports: string;
  readonly lang?: LanguageCode;
  /** True unless `--no-examples`. */
  readonly examples: boolean;
  readonly host: string;
  readonly port: number;
}

/** Until the next look at results that have changed, or whose report rested. */
const AGAIN_MILLISECONDS = 1000;

/** Serves reports and writes them again whenever results change, until it is interrupted. */
export async function watchCommand(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const { results, reports, host, port } = options;
  await makeReportsFolder(reports);
  const server = await serveReports({ reportsFolder: reports, resultsFolder: results, host, port }).catch(
    (cause: Error) => {
      throw new UsageError(`reports cannot be served on ${host}, port ${port}: ${cause.message}`, { cause });
    },
  );
  try {
    const following = new Following(options, page => server.changed(page));
    await following.look();
    console.log(`Reports are at ${server.address} and follow what is trained. Ctrl-C ends this.`);
    for (;;) {
      await delay(AGAIN_MILLISECONDS, null, { signal });
      await following.look();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await server.close();
  }
}

interface Followed {
  readonly experiment: string;
  readonly plan: string;
}

/** Keeps the pages of all plans up to date, and says once what is in the way of one. */
class Following {
  readonly #changes: ResultsChanges;
  readonly #keepers = new Map<string, ReportKeeper>();
  readonly #stale = new Map<string, Followed>();
  /** What was last said of an experiment or a page. */
  readonly #trouble = new Map<string, Error>();
  #looked = false;
  readonly #options: WatchOptions;
  readonly #onPage: (page: string) => void;

  constructor(options: WatchOptions, onPage: (page: string) => void) {
    this.#options = options;
    this.#onPage = onPage;
    this.#changes = new ResultsChanges(options.results, experimentNames());
  }

  /** @throws OlderResultsError, NewerResultsError of what is there at first: waiting does not change it */
  async look(): Promise<void> {
    for (const [experiment, entries] of await this.#changes.next()) {
      await this.#watched(experiment, async () => {
        for (const { name, runs } of await plansIn(this.#options.results, experiment)) {
          if (!entries.has('plans') && !runs.some(({ id }) => entries.has(id))) continue;
          this.#stale.set(`${experiment}/${name}`, { experiment, plan: name });
        }
      });
    }
    for (const [key, followed] of [...this.#stale]) {
      await this.#watched(key, async () => {
        // What changes while it is written is met by the next look.
        this.#stale.delete(key);
        if (!(await this.#write(followed))) this.#stale.set(key, followed);
      });
    }
    this.#looked = true;
  }

  async #write({ experiment: name, plan }: Followed): Promise<boolean> {
    const { results, reports, lang, examples: images } = this.#options;
    const key = `${name}/${plan}`;
    const examples = examplesFor({ images });
    const experiment = await loadExperiment(name);
    const keeper =
      this.#keepers.get(key) ??
      reportKeeper(
        () => writeReport(experiment, results, reports, { language: lang, pictures: 'none', plan, examples }),
        SHARE_OF_TIME.watched,
      );
    this.#keepers.set(key, keeper);
    if ((await keeper.soFar()) === null) return false;
    for (const page of [`${name}/${plan}.html`, `${name}.html`, 'index.html']) this.#onPage(page);
    return true;
  }

  /** Half-written results are met again, whole, when they have changed. */
  async #watched(key: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
      if (this.#trouble.delete(key)) console.error(`${key}: followed again`);
    } catch (cause) {
      const error = cause as Error;
      if (!this.#looked && isOtherVersion(error)) throw error;
      if (this.#trouble.get(key)?.message === error.message) return;
      this.#trouble.set(key, error);
      console.error(`${key}: not followed until its files change: ${error.message}`);
    }
  }
}

function isOtherVersion(error: Error): boolean {
  return error instanceof OlderResultsError || error instanceof NewerResultsError;
}

async function plansIn(results: string, experiment: string): Promise<Plan[]> {
  const folder = new ExperimentFolder(results, experiment);
  // Read for what it may be: of an earlier version, which knew of no other plans.
  await folder.readPlan();
  return folder.readPlans();
}
