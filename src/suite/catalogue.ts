import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { closest } from 'fastest-levenshtein';
import { UsageError } from '../usage-error.ts';
import type { Experiment, Preset, PresetName } from './experiment.ts';

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

/** @throws UsageError for a preset that this experiment does not have */
export function presetOf({ name, presets }: Experiment, preset: PresetName): Preset {
  const found = presets[preset];
  if (found) return found;
  throw new UsageError(`${name} has no preset "${preset}"; it has: ${Object.keys(presets).join(', ')}`);
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
