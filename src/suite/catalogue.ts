import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { closest } from 'fastest-levenshtein';
import type { Experiment } from './experiment.ts';
import { UsageError } from './usage-error.ts';

const folder = new URL('../../experiments/', import.meta.url);

/** Names of all experiments: one per file in experiments/. */
export function experimentNames(): string[] {
  return readdirSync(fileURLToPath(folder))
    .filter(file => file.endsWith('.ts'))
    .map(file => file.slice(0, -'.ts'.length))
    .sort();
}

/** @throws UsageError for a name that is not among them */
export async function loadExperiment(name: string): Promise<Experiment> {
  oneOf('experiment', name, experimentNames());
  const module: { default: Experiment } = await import(new URL(`${name}.ts`, folder).href);
  return module.default;
}

/**
 * `value`, if it is allowed.
 *
 * @param what names it in the error: an option or a kind of thing
 * @throws UsageError with the value received, all that is allowed and the nearest right one
 */
export function oneOf<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(candidate => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `unknown ${what} "${value}"; allowed: ${allowed.join(', ')}. Did you mean "${closest(value, [...allowed])}"?`,
  );
}
