import { sourceOf } from '../data/registry.ts';
import { distinctTexts, joined, type Text } from '../language/phrase.ts';
import type { RunConfig } from '../run/config.ts';

/** What runs learn from, for the head of a page. */
export interface DataOfRuns {
  /** `CIFAR-10`; several with slashes between them. */
  readonly names: Text;
  /** Whether any of it only stands in for real data. */
  readonly standIn: boolean;
}

export function dataOf(configs: readonly Pick<RunConfig, 'data'>[]): DataOfRuns {
  const sources = configs.map(({ data }) => sourceOf(data));
  return {
    names: joined(distinctTexts(sources.map(({ title, standIn }) => standIn ?? title)), ' / '),
    standIn: sources.some(({ standIn }) => standIn !== undefined),
  };
}
