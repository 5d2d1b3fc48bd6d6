import { type Grown, growthTable } from './growth.ts';
import { BASE } from './growth-settings.ts';
import { machine } from './machine.ts';
import { networkName } from './networks.ts';
import { type Overhead, overheadTable } from './overhead.ts';
import { markdownTable } from './text-table.ts';

export interface GrowthResult {
  readonly factor: string;
  readonly rows: readonly Grown[];
}

/** The measurements as a page in Markdown. */
export function growthPage(
  results: readonly GrowthResult[],
  overheads: readonly Overhead[],
  { date, rounds, engine }: { date: string; rounds: number; engine: string },
): string {
  const parts = [
    '# Growth',
    `Written by \`npm run bench:growth\` on ${date}: full training steps on the engine \`${engine}\`, as in ` +
      `[the benchmark](results.md). Only one thing grows in each table; all else is that of ${networkName(BASE.network)} ` +
      `with batches of ${BASE.network.batch}, one worker and one thread. Medians of ${rounds} ` +
      `${rounds === 1 ? 'round' : 'rounds'} in turns, with the lowest and the highest. Arithmetic is counted as that of ` +
      'direct convolution: equal numbers in a column mean that time grows in step with it. Workers train a network each; ' +
      'their rates and memory are added.',
    ...results.flatMap(({ factor, rows }) => [
      `## ${factor[0]!.toUpperCase()}${factor.slice(1)}`,
      markdownTable(growthTable(factor, rows)),
    ]),
    ...(overheads.length > 0
      ? [
          '## Runs',
          'What a suite of so many of the shortest runs does besides training them, in milliseconds for each run: ' +
            'processor time of the process that directs it, up to the plan, up to the end of the last run, and for ' +
            'the last report; then that of the index alone, which is part of the report.',
          markdownTable(overheadTable(overheads)),
        ]
      : []),
    '## Machine',
    machine()
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
