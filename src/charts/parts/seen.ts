import { maxIndex, minIndex } from 'd3-array';
import { mean } from '../../evidence/statistics.ts';
import { fixed, significant } from '../../language/numbers.ts';
import { joined, msg, type Text } from '../../language/phrase.ts';
import { armOf, finalRow, groupBy } from '../../results/networks.ts';
import type { EpochRow, RunResult } from '../../results/schema.ts';
import { armInWords } from './names.ts';
import type { Row } from './table.ts';

/** What a chart shows, in a sentence that is computed from its rows. */

/** Lines, or panels, that a sentence tells of; of more nobody would read it. */
const MOST = 4;

/**
 * What a final error does from the shallowest to the deepest network of each kind; `undefined` where no kind has two
 * depths.
 */
export function endsInWords(
  runs: readonly RunResult[],
  error: Text,
  of: (row: EpochRow) => number,
): Text | undefined {
  const parts = [...groupBy(runs, armOf)].slice(0, MOST).flatMap(([arm, own]) => {
    const depths = [...groupBy(own, run => run.record.config.depth)]
      .map(([depth, same]) => ({ depth, errors: same.flatMap(run => finalErrorOf(run, of)) }))
      .filter(({ errors }) => errors.length > 0)
      .sort((a, b) => a.depth - b.depth);
    const [first, last] = [depths[0], depths.at(-1)];
    if (!first || !last || first === last) return [];
    const [from, to] = [first, last].map(({ errors }) => fixed(mean(errors), 1));
    return [
      msg`${armInWords(arm)} from ${from!} % (${first.depth} layers) to ${to!} % (${last.depth} layers)`,
    ];
  });
  return parts.length > 0 ? msg`Final ${error}: ${joined(parts, msg`; `)}.` : undefined;
}

function finalErrorOf(run: RunResult, of: (row: EpochRow) => number): number[] {
  const row = finalRow(run);
  return row ? [of(row)] : [];
}

/** Between which lines the dots of each panel lie: of each line the mean. @param name what a row's line is called */
export function rangesInWords(rows: readonly Row[], name: (row: Row) => Text): Text | undefined {
  const parts = [...groupBy(rows, row => String(row.panel)).values()].slice(0, MOST).flatMap(of => {
    const values = of.map(({ value }) => value as number);
    const [low, high] = [of[minIndex(values)], of[maxIndex(values)]];
    if (!low || !high || low === high) return [];
    return [
      msg`${low.panel as Text}: from ${number(low.value)} (${name(low)}) to ${number(high.value)} (${name(high)})`,
    ];
  });
  return parts.length > 0 ? msg`${joined(parts, msg`; `)}.` : undefined;
}

/** Where the line of the deepest network of each panel begins and ends. @param x column of the horizontal axis */
export function courseInWords(rows: readonly Row[], x: string): Text | undefined {
  const parts = [...groupBy(rows, row => String(row.panel)).values()].slice(0, MOST).flatMap(of => {
    const deepest = Math.max(...of.map(({ depth }) => depth as number));
    const line = of.filter(({ depth }) => depth === deepest);
    const places = line.map(row => row[x] as number);
    const [first, last] = [line[minIndex(places)], line[maxIndex(places)]];
    if (!first || !last || first === last) return [];
    return [
      msg`${first.panel as Text}, depth ${deepest}: from ${number(first.value)} to ${number(last.value)}`,
    ];
  });
  return parts.length > 0 ? msg`From the left end to the right, ${joined(parts, msg`; `)}.` : undefined;
}

/** Three digits of whatever size. */
function number(value: unknown): string {
  const digits = significant(value as number, 3);
  return String(digits).replace('-', '−');
}
