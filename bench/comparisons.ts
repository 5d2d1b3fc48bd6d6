import type { Measured } from './entrant.ts';
import type { NetworkResult } from './measure.ts';
import { type MedianInterval, median, medianInterval } from './median.ts';
import { networkName } from './networks.ts';
import { measuredRows } from './tables.ts';
import type { TextTable } from './text-table.ts';

/** Whose speed all others are compared with. */
const SUBJECT = 'native';

/** How much faster one contestant is than another, measured in the same rounds. */
export interface Comparison {
  readonly subject: Measured;
  readonly peer: Measured;
  /** Median over rounds of the subject's rate divided by the peer's. */
  readonly ratio: number;
  /** Null where there are too few rounds. */
  readonly interval: MedianInterval | null;
}

/**
 * Of the engine `native` with the fastest contestant of every other group on as many threads, and of itself on several
 * threads with itself on one.
 */
export function comparisons(result: NetworkResult): Comparison[] {
  const rows = measuredRows(result);
  return rows
    .filter(({ group }) => group === SUBJECT)
    .flatMap(subject => {
      const others = rows.filter(row => row.group !== SUBJECT && row.threads === subject.threads);
      const fastest = [...new Set(others.map(({ group }) => group))].map(group =>
        others
          .filter(row => row.group === group)
          .reduce((best, row) => (rate(row) > rate(best) ? row : best)),
      );
      const alone = rows.find(row => row.group === SUBJECT && row.threads === 1 && subject.threads > 1);
      return [...fastest, ...(alone ? [alone] : [])].map(peer => compare(subject, peer));
    });
}

/** One row for each comparison. */
export function comparisonTable(results: readonly NetworkResult[]): TextTable {
  const rows = results.flatMap(result =>
    comparisons(result).map(({ subject, peer, ratio, interval }) => [
      networkName(result.network),
      subject.name,
      peer.name,
      ratio.toFixed(2),
      interval ? `${interval.low.toFixed(2)}–${interval.high.toFixed(2)}` : '–',
      inWords(ratio, interval),
    ]),
  );
  return { head: ['network', 'contestant', 'against', 'ratio', 'interval', ''], rows, labels: 3 };
}

function compare(subject: Measured, peer: Measured): Comparison {
  const ratios = subject.imagesPerSecond.map((value, round) => value / peer.imagesPerSecond[round]!);
  return { subject, peer, ratio: median(ratios), interval: medianInterval(ratios) };
}

function inWords(ratio: number, interval: MedianInterval | null): string {
  if (!interval) return 'too few rounds to tell';
  if (interval.low <= 1 && interval.high >= 1) return 'no difference';
  return ratio > 1 ? 'faster' : 'slower';
}

function rate({ imagesPerSecond }: Measured): number {
  return median(imagesPerSecond);
}
