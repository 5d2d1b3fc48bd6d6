import { comparisonTable } from './comparisons.ts';
import { relativeDifference } from './entrant.ts';
import { stepFlops, winogradStepFlops } from './flops.ts';
import { machine } from './machine.ts';
import type { NetworkResult } from './measure.ts';
import { median } from './median.ts';
import { comparedSteps, networkName } from './networks.ts';
import { kernelTable, measuredRows, rateTable, reasonLines } from './tables.ts';
import { markdownTable, type TextTable } from './text-table.ts';

/** What surrounds the measurements. */
export interface Circumstances {
  /** Day of the run, ISO 8601. */
  readonly date: string;
  readonly rounds: number;
  /** What the compiler says it is, or why the FMA limit could not be measured. */
  readonly compiler: string;
}

/** The measurements as a page in Markdown. */
export function resultsPage(results: readonly NetworkResult[], circumstances: Circumstances): string {
  const { date, rounds } = circumstances;
  const kernels = results.flatMap(result => {
    const table = kernelTable(result);
    return table ? [`### ${networkName(result.network)}`, markdownTable(table)] : [];
  });
  const parts = [
    '# Benchmark',
    `Written by \`npm run bench\` on ${date}: images per second of full training steps (forward, backward, weight ` +
      `decay and momentum, moving statistics of batch normalisation) with batches that are already in ` +
      `memory. The contestants took turns, in another order each round; rates are medians of ${rounds} ` +
      `${rounds === 1 ? 'round' : 'rounds'}, with the lowest and the highest. Compare only within this run: the ` +
      'same machine may be twice as fast an hour later.',
    markdownTable(rateTable(results)),
    ...reasonLines(results).map(line => `- ${line}`),
    'The number at the end of a name is that of its threads. Limits are what as many threads did in multiply-adds on ' +
      'registers, measured in the same rounds, divided by what a step consists of: sums of products, or those that ' +
      'Winograd’s algorithm leaves of them, its transforms not counted; convolutions and the dense layer alone. Peak memory is the most that was resident in the process after its warm-up.',
    '## Comparisons',
    'Medians of ratios, round by round, with the interval between rounds that holds the true median with a probability ' +
      'of at least 95 %, whatever the distribution. Of each kind of contestant the fastest on as many threads.',
    markdownTable(comparisonTable(results)),
    '## Networks',
    markdownTable(networkTable(results)),
    'All contestants start from the same weights and train on the same batch; the last column compares the ' +
      'losses of their first steps with the median. In a deep plain network gradients grow so much from layer to ' +
      'layer that rounding decides what the first update does: there the first step alone is compared.',
    ...(kernels.length > 0 ? ['## Share of a step by kernel', ...kernels] : []),
    '## Machine and versions',
    [...machine(), ['C++ compiler', circumstances.compiler], ...versions(results)]
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function networkTable(results: readonly NetworkResult[]): TextTable {
  return {
    head: [
      'network',
      'images per step',
      'MFLOP per image and step',
      'with Winograd',
      'FMA limit, GFLOP/s (threads)',
      'losses differ by (steps)',
    ],
    rows: results.map(result => [
      networkName(result.network),
      String(result.network.batch),
      (stepFlops(result.network) / 1e6).toFixed(1),
      (winogradStepFlops(result.network) / 1e6).toFixed(1),
      [...result.limits]
        .sort(([a], [b]) => a - b)
        .map(([threads, values]) => `${median(values).toFixed(0)} (${threads})`)
        .join(', ') || '–',
      `${lossSpread(result).toExponential(0)} (${comparedSteps(result.network)})`,
    ]),
    labels: 1,
  };
}

function lossSpread(result: NetworkResult): number {
  const losses = measuredRows(result).map(row => row.losses);
  const middle = (losses[0] ?? []).map((_, step) => median(losses.map(values => values[step]!)));
  return Math.max(0, ...losses.map(values => relativeDifference(values, middle)));
}

function versions(results: readonly NetworkResult[]): [string, string][] {
  return Object.entries(
    Object.assign({}, ...results.flatMap(measuredRows).map(row => row.versions)) as Record<string, string>,
  );
}
