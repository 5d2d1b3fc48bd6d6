import type { Kind } from '../run/config.ts';
import { variantParts } from '../run/variant.ts';
import { resultRow } from './experiment-folder.ts';
import type { EpochRow, RunResult } from './schema.ts';

/** What sets runs of one arm apart from the paper's, in words; '' for none. */
export function variantOf({ record, set }: RunResult): string {
  return [...variantParts(record.config), ...(set === undefined ? [] : [set])].join(' + ');
}

/** An arm is a kind and a variant: one panel, one colour. `plain`, `residual`, `plain · dropout 0.1`. */
export function armOf(run: RunResult): string {
  const { kind } = run.record.config;
  const variant = variantOf(run);
  return variant === '' ? kind : `${kind} · ${variant}`;
}

/** `plain-56`, as the paper writes it. */
export function networkName(kind: Kind, depth: number): string {
  return `${kind}-${depth}`;
}

/** Depths on the page, numerically sorted. */
export function depthsOf(runs: readonly RunResult[]): number[] {
  return [...new Set(runs.map(run => run.record.config.depth))].sort((a, b) => a - b);
}

/** Arms on the page: the paper's arms first, plain before residual. */
export function armsOf(runs: readonly RunResult[]): string[] {
  return [...new Set([...runs].sort(byArm).map(armOf))];
}

/** In one order whatever the order of the folders: depth, variant, kind, seed, id. */
export function sortRuns(runs: readonly RunResult[]): RunResult[] {
  return [...runs].sort((left, right) => {
    const [a, b] = [left.record.config, right.record.config];
    return (
      a.depth - b.depth || byArm(left, right) || a.seed - b.seed || order(left.record.id, right.record.id)
    );
  });
}

/** Numbers of the last epoch; `undefined` where none was written. */
export function lastEpoch(run: RunResult): EpochRow | undefined {
  return run.epochs.at(-1);
}

/** Only then are a run's last numbers its final ones. */
export function isFinished({ record }: Pick<RunResult, 'record'>): boolean {
  return record.status === 'finished';
}

/** Numbers that count as final: of finished runs only; of the epoch whose weights were restored, if any were. */
export function finalRow(run: RunResult): EpochRow | undefined {
  return isFinished(run) ? resultRow(run) : undefined;
}

/** Groups in order of first appearance. */
export function groupBy<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** Runs of one arm and depth, which differ by their seed, in order of first appearance. */
export function networksOf(runs: readonly RunResult[]): RunResult[][] {
  const network = (run: RunResult) => JSON.stringify([armOf(run), run.record.config.depth]);
  return [...groupBy(runs, network).values()];
}

function byArm(left: RunResult, right: RunResult): number {
  const [a, b] = [left.record.config, right.record.config];
  return order(variantOf(left), variantOf(right)) || order(a.kind, b.kind);
}

// By code unit: localeCompare would depend on the machine.
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
