import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Experiment } from './experiment.ts';
import { oneOf } from './usage-error.ts';

const folder = new URL('../experiments/', import.meta.url);

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
