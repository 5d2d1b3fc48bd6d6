import { writeFile } from 'node:fs/promises';
import { openEngine } from '../src/engine/index.ts';
import { compileFmaLimit } from './fma-limit.ts';
import { measureNetwork, type NetworkResult } from './measure.ts';
import type { BenchPlan } from './options.ts';
import { resultsPage } from './results-page.ts';
import { measuredRows, rateTable, reasonLines } from './tables.ts';
import { terminalTable } from './text-table.ts';

/**
 * Measures what is planned, says on the way what is going on, prints the table and writes the page.
 *
 * @throws Error when no contestant could be measured
 */
export async function bench({ networks, contestants, rounds, out }: BenchPlan): Promise<void> {
  // The initial weights are made here, once for all contestants.
  await openEngine('cpu');
  const compiled = await compileFmaLimit().catch((error: Error) => error);
  const limit = compiled instanceof Error ? null : compiled;
  const compiler = compiled instanceof Error ? `no FMA limit, ${compiled.message}` : compiled.compiler;
  const results: NetworkResult[] = [];
  try {
    for (const network of networks) {
      const say = (line: string) => console.error(line);
      results.push(await measureNetwork(network, contestants, { rounds, limit, say }));
    }
  } finally {
    await limit?.dispose();
  }
  console.log(terminalTable(rateTable(results)));
  for (const line of reasonLines(results)) console.log(line);
  if (!limit) console.log(compiler);
  if (results.flatMap(measuredRows).length === 0) {
    throw new Error('no contestant could be measured; the lines above say why');
  }
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(out, resultsPage(results, { date, rounds, compiler }));
  console.log(`Written: ${out}`);
}
