import type { LanguageCode } from '../language/languages.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import type { FindExamples } from './examples.ts';
import { type ReportKeeper, reportKeeper, SHARE_OF_TIME } from './report-keeper.ts';
import { makeReportsFolder } from './reports-folder.ts';
import { stateOfRuns, upToDate } from './up-to-date.ts';
import { linkOtherPlans, type Reported, writeReport } from './write-report.ts';

export interface ReportingOptions {
  readonly resultsFolder: string;
  readonly reportsFolder: string;
  /** That the report opens in; absent: the reader's. */
  readonly language?: LanguageCode | undefined;
  /** Whether the last report comes with pictures. Default: yes. */
  readonly pictures?: boolean | undefined;
  /** Whether somebody looks at them meanwhile. Default: no. */
  readonly watched?: boolean | undefined;
  readonly examples?: FindExamples | undefined;
}

/** Keeps the reports of an experiment up to date for whoever trains its runs. */
export function reportingOn(
  experiment: Reported,
  { resultsFolder, reportsFolder, language, pictures = true, watched = false, examples }: ReportingOptions,
) {
  return {
    /** @throws UsageError where nothing can be written */
    prepare: () => makeReportsFolder(reportsFolder),
    follow(plan: string, ids: readonly string[]): ReportKeeper {
      const folder = new ExperimentFolder(resultsFolder, experiment.name);
      return reportKeeper(
        async last => {
          const pages = {
            plan,
            language,
            pictures: last && pictures ? ('all' as const) : ('none' as const),
            examples,
          };
          const path = await upToDate(
            () => stateOfRuns(folder, ids),
            () => writeReport(experiment, resultsFolder, reportsFolder, pages),
          );
          if (last) await linkOtherPlans(experiment, resultsFolder, reportsFolder, plan, pages);
          return path;
        },
        watched ? SHARE_OF_TIME.watched : SHARE_OF_TIME.unwatched,
      );
    },
  };
}
