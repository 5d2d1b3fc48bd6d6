import type { Measured } from './entrant.ts';
import { stepFlops, winogradStepFlops } from './flops.ts';
import type { NetworkResult } from './measure.ts';
import { median } from './median.ts';
import { type BenchNetwork, networkName } from './networks.ts';
import type { TextTable } from './text-table.ts';

const MIB = 2 ** 20;
/** Kernels that take less of every engine's step are shown as one. */
const SHOWN_SHARE = 0.01;

/** Title and content of a column that only contestants with measurements fill. */
type Column = [title: string, cell: (row: Measured, result: NetworkResult) => string];

const rateColumns: Column[] = [
  ['images/s', row => median(row.imagesPerSecond).toFixed(0)],
  ['lowest–highest', row => rangeOf(row.imagesPerSecond)],
  ['of the best', (row, result) => (median(row.imagesPerSecond) / bestRate(result)).toFixed(2)],
];
const limitColumns: Column[] = [
  ['of direct limit', limitShare(stepFlops)],
  ['of Winograd limit', limitShare(winogradStepFlops)],
];
const memoryColumn: Column = ['peak MiB', ({ peakMemory }) => mebibytes(peakMemory)];

/**
 * One row per network and contestant: median of the rounds and their range, relative to the network's fastest
 * contestant and to the images whose multiply-adds as many threads could do: of direct convolution, and of the products
 * that Winograd's algorithm needs. Without a measured limit, these columns are left out.
 */
export function rateTable(results: readonly NetworkResult[]): TextTable {
  const limited = results.some(({ limits }) => limits.size > 0);
  const columns = [...rateColumns, ...(limited ? limitColumns : []), memoryColumn];
  const rows = results.flatMap(result =>
    result.rows.map(row => [
      networkName(result.network),
      row.name,
      ...('reason' in row ? ['not available'] : columns.map(([, cell]) => cell(row, result))),
    ]),
  );
  return { head: ['network', 'contestant', ...columns.map(([title]) => title)], rows, labels: 2 };
}

/** Why contestants are not available, one line for each reason. */
export function reasonLines(results: readonly NetworkResult[]): string[] {
  const names = new Map<string, Set<string>>();
  for (const { network, rows } of results) {
    for (const row of rows) {
      if (!('reason' in row)) continue;
      // What holds for every network is said once.
      const everywhere = results.every(result =>
        result.rows.some(
          other => 'reason' in other && other.name === row.name && other.reason === row.reason,
        ),
      );
      const name = everywhere ? row.name : `${row.name} (${networkName(network)})`;
      names.set(row.reason, (names.get(row.reason) ?? new Set()).add(name));
    }
  }
  return [...names].map(([reason, who]) => `${[...who].join(', ')} not available: ${reason}`);
}

/** Those that finished. */
export function measuredRows({ rows }: NetworkResult): Measured[] {
  return rows.filter(row => 'imagesPerSecond' in row);
}

function limitShare(flops: (network: BenchNetwork) => number): Column[1] {
  return (row, { network, limits }) => {
    const gflops = (median(row.imagesPerSecond) * flops(network)) / 1e9;
    return percent(gflops / median(limits.get(row.threads)!));
  };
}

function bestRate(result: NetworkResult): number {
  return Math.max(...measuredRows(result).map(row => median(row.imagesPerSecond)));
}

/**
 * The share of a training step's time that each kernel takes, one column per contestant; null where none could
 * tell.
 */
export function kernelTable(result: NetworkResult): TextTable | null {
  const profiled = measuredRows(result).flatMap(({ name, profile }) =>
    profile ? [{ name, ...profile }] : [],
  );
  if (profiled.length === 0) return null;
  const shares = profiled.map(({ kernels, seconds }) => {
    return new Map(Object.entries(kernels).map(([kernel, time]) => [kernel, time / seconds]));
  });
  const largest = (kernel: string) => Math.max(...shares.map(share => share.get(kernel) ?? 0));
  const shown = [...new Set(shares.flatMap(share => [...share.keys()]))]
    .filter(kernel => largest(kernel) >= SHOWN_SHARE)
    .sort((a, b) => largest(b) - largest(a));
  const sumOf = (share: ReadonlyMap<string, number>, counts: (kernel: string) => boolean) =>
    [...share].reduce((sum, [kernel, part]) => sum + (counts(kernel) ? part : 0), 0);
  return {
    head: ['kernel', ...profiled.map(({ name }) => name)],
    rows: [
      ...shown.map(kernel => [kernel, ...shares.map(share => percent(share.get(kernel)))]),
      ['other kernels', ...shares.map(share => percent(sumOf(share, kernel => !shown.includes(kernel))))],
      ['JavaScript and dispatch', ...shares.map(share => percent(1 - sumOf(share, () => true)))],
      ['one step, ms', ...profiled.map(({ seconds, steps }) => ((1000 * seconds) / steps).toFixed(0))],
    ],
    labels: 1,
  };
}

/** `90–110`: the lowest and the highest. */
export function rangeOf(rates: readonly number[]): string {
  return [Math.min, Math.max].map(end => end(...rates).toFixed(0)).join('–');
}

/** @param bytes null where nobody can tell */
export function mebibytes(bytes: number | null): string {
  return bytes === null ? '–' : (bytes / MIB).toFixed(0);
}

/** `undefined` is a kernel that an engine does not use. */
function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
}
