/**
 * Measures how many of the shortest runs go through shards and through a queue, and prints tables:
 *
 *     npm run bench:many
 *     DEGRADATION_LAB_QUEUE=postgres://… npm run bench:many -- --at-a-time 2,10
 */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { QUEUE_VARIABLE, queueUrl } from '../src/queue/url.ts';
import { type Many, manyTable, measureQueues, measureShards, queueTable } from './many.ts';
import { count } from './options.ts';
import { explain } from './run-safely.ts';
import { terminalTable } from './text-table.ts';

interface Options {
  readonly runs: number;
  readonly shards: number;
  readonly atATime: readonly number[];
}

const program = new Command('npm run bench:many --')
  .description('Runs per minute, overhead, memory and the size of the database, for runs of one tiny epoch')
  .option('--runs <n>', 'in all', count, 1000)
  .option('--shards <n>', 'parts that they are dealt to', count, 64)
  .option(
    '--at-a-time <list>',
    'training processes of the queue: 2,10; shards have as many as there are cores',
    (list: string) => list.split(',').map(count),
    [availableParallelism()],
  )
  .addHelpText('after', `\nThe queue is that of ${QUEUE_VARIABLE}; without it shards alone are measured.`)
  .allowExcessArguments(false)
  .exitOverride()
  .showSuggestionAfterError();

try {
  const { runs, shards, atATime } = program.parse().opts<Options>();
  const url = process.env[QUEUE_VARIABLE] ? queueUrl(undefined, process.env) : null;
  const say = (line: string) => console.error(line);
  const queued = url === null ? [] : await measureQueues(url, runs, atATime, say);
  say(`${shards} shards of ${runs} runs`);
  const all: Many[] = [...queued, await measureShards(runs, shards, availableParallelism())];
  console.log(terminalTable(manyTable(all)));
  if (queued.length > 0) console.log(terminalTable(queueTable(queued)));
} catch (error) {
  process.exitCode = explain(error);
}
