import { z } from 'zod';
import type { Probe } from '../../probes/probe.ts';
import { probes } from '../../probes/registry.ts';
import type { RunConfig } from '../../run/config.ts';
import { summarise } from '../experiment-folder.ts';
import { type RunResult, type RunTable, runTables } from '../schema.ts';

export interface LongColumn {
  readonly name: string;
  readonly type: 'text' | 'whole' | 'number';
}

/** One number that was measured, by column. */
export type LongRow = Readonly<Record<string, string | number | null>>;

/** Where runs come from. */
export interface LongTableOf {
  readonly experiment: string;
  readonly plan: string;
}

const runColumns: readonly LongColumn[] = [
  { name: 'experiment', type: 'text' },
  { name: 'plan', type: 'text' },
  { name: 'run_id', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'depth', type: 'whole' },
  { name: 'seed', type: 'whole' },
  { name: 'variant', type: 'text' },
  { name: 'status', type: 'text' },
];
const positionColumns: readonly LongColumn[] = [
  { name: 'table', type: 'text' },
  { name: 'epoch', type: 'whole' },
  { name: 'step', type: 'whole' },
];
const valueColumns: readonly LongColumn[] = [
  { name: 'measure', type: 'text' },
  { name: 'value', type: 'number' },
];

const notMeasured = new Set([...runColumns, ...positionColumns].map(({ name }) => name));

/** What says which row of a moment a row is: `layer_index`, `layer_name`. */
function keysOf({ columns, keys = [] }: Probe): LongColumn[] {
  return Object.entries(columns).flatMap(([name, column], place): LongColumn[] => {
    if (column instanceof z.ZodString || column instanceof z.ZodEnum) return [{ name, type: 'text' }];
    if (place === 0) return [{ name, type: 'whole' }];
    return keys.includes(name) ? [{ name, type: 'number' }] : [];
  });
}

const keysOfTables = new Map((probes as readonly Probe[]).map(probe => [probe.name, keysOf(probe)] as const));

/** Of such runs: keys of tables in which none of them has rows are left out. */
export function longColumns(configs: readonly RunConfig[]): LongColumn[] {
  const asked = new Set<string>(configs.flatMap(config => config.probes?.measure ?? []));
  const keys = (probes as readonly Probe[])
    .filter(({ name, always }) => always || asked.has(name))
    .flatMap(({ name }) => keysOfTables.get(name)!);
  const byName = new Map(keys.map(key => [key.name, key]));
  return [...runColumns, ...positionColumns, ...byName.values(), ...valueColumns];
}

/** All that a run measured, table by table, one row a number; what was not measured has none. */
export function* longRows(run: RunResult, { experiment, plan }: LongTableOf): Generator<LongRow> {
  const { run_id, kind, depth, seed, variant, status } = summarise(run);
  const start = { experiment, plan, run_id, kind, depth, seed, variant, status };
  for (const table of Object.keys(runTables) as RunTable[]) {
    const keys = (keysOfTables.get(table) ?? []).map(({ name }) => name);
    const measures = Object.keys(runTables[table].shape).filter(
      name => !notMeasured.has(name) && !keys.includes(name),
    );
    for (const row of run[table] as readonly LongRow[]) {
      const place = { table, epoch: row.epoch!, step: row.step ?? null };
      const named = Object.fromEntries(keys.map(key => [key, row[key] ?? null]));
      for (const measure of measures) {
        const value = row[measure] ?? null;
        if (value !== null) yield { ...start, ...place, ...named, measure, value };
      }
    }
  }
}
