/**
 * Measures how speed and memory grow with the network, the batch, threads and workers, and writes a page:
 *
 *     npm run bench:growth
 */
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { measureGrowth } from './growth.ts';
import { type GrowthResult, growthPage } from './growth-page.ts';
import { growthFactors } from './growth-settings.ts';
import { chosen, count, names } from './options.ts';
import { measureOverhead, type Overhead } from './overhead.ts';
import { explain, requireWritable } from './run-safely.ts';

interface Options {
  readonly engine: string;
  readonly rounds: number;
  readonly factors?: string[];
  readonly out: string;
}

/** Whole suites, of which all but the training is measured. */
const SUITES = { name: 'runs', counts: [10, 100, 1000] } as const;

const factors = [...growthFactors(), SUITES];
const program = new Command('npm run bench:growth --')
  .description('Training speed and memory of one engine as one thing at a time grows')
  .option('--engine <name>', 'what computes', 'native')
  .option('--rounds <n>', 'turns of each value', count, 5)
  .option('--factors <list>', `some of: ${factors.map(({ name }) => name).join(', ')}`, names)
  .option('--out <file>', 'page to write', 'bench/growth.md')
  .allowExcessArguments(false)
  .exitOverride()
  .showSuggestionAfterError();

try {
  program.parse();
  const options = program.opts<Options>();
  const { engine, rounds, out } = options;
  await requireWritable(out);
  const say = (line: string) => console.error(line);
  const results: GrowthResult[] = [];
  const overheads: Overhead[] = [];
  for (const factor of chosen('--factors', factors, ({ name }) => name, options.factors)) {
    if ('settings' in factor) {
      results.push({ factor: factor.name, rows: await measureGrowth(factor, { engine, rounds, say }) });
      continue;
    }
    for (const count of factor.counts) {
      say(`a suite of ${count} runs`);
      overheads.push(await measureOverhead(count, engine));
    }
  }
  const reasons = results.flatMap(({ rows }) => rows.map(row => ('reason' in row ? row.reason : null)));
  if (reasons.length > 0 && reasons.every(reason => reason !== null))
    throw new Error(`nothing could be measured: ${reasons[0]}`);
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(out, growthPage(results, overheads, { date, rounds, engine }));
  console.log(`Written: ${out}`);
} catch (error) {
  process.exitCode = explain(error);
}
