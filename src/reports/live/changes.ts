import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a report is made from; what reports themselves leave in results is no news. */
const RUN_FILES = ['run.json', 'epochs.csv', 'gradients.csv'] as const;
const PLANS = 'plans';

/** Entries of an experiment's folder that have changed: ids of runs; `plans` where a plan has. */
export type Changes = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Looks for changes in a results folder, by size and time of its files: that works before there is such a folder, for
 * folders made later, and where another host writes, of which a watching file system tells nothing.
 */
export class ResultsChanges {
  readonly #seen = new Map<string, string>();
  readonly #folder: string;
  readonly #experiments: readonly string[];

  constructor(resultsFolder: string, experiments: readonly string[]) {
    this.#folder = resultsFolder;
    this.#experiments = experiments;
  }

  /** By experiment, what is new since the call before; at first, all that there is. */
  async next(): Promise<Changes> {
    const changes = new Map<string, Set<string>>();
    for (const experiment of this.#experiments) {
      const path = join(this.#folder, experiment);
      for (const entry of await entriesOf(path)) {
        const files =
          entry === PLANS
            ? (await entriesOf(join(path, PLANS))).map(name => join(PLANS, name, 'plan.json'))
            : entry === 'plan.json'
              ? [entry]
              : RUN_FILES.map(file => join(entry, file));
        for (const file of files) {
          if (!(await this.#isNew(join(path, file)))) continue;
          const changed = changes.get(experiment) ?? new Set();
          changes.set(experiment, changed.add(entry === 'plan.json' ? PLANS : entry));
        }
      }
    }
    return changes;
  }

  async #isNew(path: string): Promise<boolean> {
    const found = await stat(path).catch(() => null);
    if (!found) return false;
    const state = `${found.size} ${found.mtimeMs} ${found.ino}`;
    if (this.#seen.get(path) === state) return false;
    this.#seen.set(path, state);
    return true;
  }
}

async function entriesOf(path: string): Promise<string[]> {
  return readdir(path).catch(() => []);
}
