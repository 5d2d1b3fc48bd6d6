import { loadExperiment } from '../catalogue.ts';
import type { LanguageCode } from '../language/languages.ts';
import { writeComparison } from '../reports/comparison/write-comparison.ts';
import { type NamedRuns, readRunSet, shortNames } from '../suite/run-sets.ts';
import { UsageError } from '../usage-error.ts';
import { shownPath } from './display-lines.ts';

export interface CompareOptions {
  readonly reports: string;
  readonly lang?: LanguageCode;
  readonly pictures: boolean;
}

/** Writes a page for each experiment that two sets of runs have in common. */
export async function compareCommand(
  first: string,
  second: string,
  { reports, lang, pictures }: CompareOptions,
  command: string,
): Promise<void> {
  const sets = [await readRunSet(first), await readRunSet(second)] as const;
  const shared = [...sets[0].folders].filter(folder => sets[1].folders.has(folder));
  if (shared.length > 0) {
    throw new UsageError(
      `${shared.length} runs are in both sets, and would be compared with themselves: ${shared[0]}. Name other folders, or one variant each: ${first}:paper`,
    );
  }
  const common = [...sets[0].runs.keys()].filter(name => sets[1].runs.has(name));
  if (common.length === 0) {
    const names = ({ runs }: NamedRuns) => [...runs.keys()].join(', ');
    throw new UsageError(
      `no experiment is in both sets: ${first} has ${names(sets[0])}; ${second} has ${names(sets[1])}`,
    );
  }
  const [one, other] = shortNames(first, second);
  for (const name of common) {
    const path = await writeComparison(
      await loadExperiment(name),
      { name: one, runs: sets[0].runs.get(name)! },
      { name: other, runs: sets[1].runs.get(name)! },
      { reportsFolder: reports, command, language: lang, pictures: pictures ? 'all' : 'none' },
    );
    console.log(shownPath(path));
  }
}
