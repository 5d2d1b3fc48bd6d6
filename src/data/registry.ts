import { z } from 'zod';
import { cifar10 } from './cifar10/index.ts';
import { imdb } from './imdb/index.ts';
import type { DataSource } from './source.ts';
import { synthetic } from './synthetic/index.ts';
import { syntheticText } from './synthetic-text/index.ts';

/** All that come with the suite. */
const own = [cifar10, synthetic, imdb, syntheticText] as const;

/** The data of a run's configuration: what its source says. */
export type DataConfig = z.output<(typeof own)[number]['schema']>;

/** Looked up whenever one is asked for, so that others may be put in before anything is planned. */
export const sources: DataSource<DataConfig>[] = [...own];

export function sourceNames(): string[] {
  return sources.map(({ name }) => name);
}

/** @throws RangeError for a name that is none */
export function sourceOf({ dataset }: { readonly dataset: string }): DataSource<DataConfig> {
  const found = sources.find(({ name }) => name === dataset);
  if (!found) throw new RangeError(`unknown dataset "${dataset}"; there are: ${sourceNames().join(', ')}`);
  return found;
}

/** Those that networks can read which take symbols in, or those of magnitudes. */
export function sourcesFor(reads: 'symbols' | 'magnitudes'): DataSource<DataConfig>[] {
  return sources.filter(({ symbols }) => (symbols !== undefined) === (reads === 'symbols'));
}

/** Any source's configuration, checked by its own schema. */
export const dataSchema = z.looseObject({ dataset: z.string() }).transform((data, context): DataConfig => {
  const source = sources.find(({ name }) => name === data.dataset);
  if (!source) {
    const message = `must be one of ${sourceNames().join(', ')}; got ${data.dataset}`;
    context.addIssue({ code: 'custom', path: ['dataset'], message });
    return z.NEVER;
  }
  const parsed = source.schema.safeParse(data);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});
