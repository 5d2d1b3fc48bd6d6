/**
 * Rounds of every fault, as many as one likes; goes on where it was interrupted:
 *
 *     npm run test:faults -- --rounds 10
 *     npm run test:faults -- --rounds 100 --only link-cut --only 'killed (postgres)'
 */
import Table from 'cli-table3';
import { Command } from 'commander';
import { mean } from 'd3-array';
import { count } from '../../src/cli/options.ts';
import { codeVersion } from '../../src/queue/code-version.ts';
import { sourceVersion } from '../../src/suite/source.ts';
import { oneOf } from '../../src/usage-error.ts';
import { allFaults } from './all-faults.ts';
import { type Fault, nameOf } from './fault.ts';
import { FinishedRounds } from './finished-rounds.ts';
import { each, endAll, play } from './play.ts';

interface Options {
  readonly rounds: number;
  readonly only: string[];
  readonly atOnce: number;
  readonly file: string;
}

const names = [...new Set(allFaults.flatMap(fault => [fault.name, nameOf(fault)]))];
const { rounds, only, atOnce, file } = new Command('npm run test:faults --')
  .description('Disturbs those who train in every way that is known, and compares what they leave')
  .option('--rounds <n>', 'of each fault with each store, seeds 1 to n', count, 1)
  .option(
    '--only <name>',
    `repeatable, with its store or without: ${[...new Set(allFaults.map(({ name }) => name))].join(', ')}`,
    (name: string, before: string[]) => [...before, name],
    [],
  )
  .option('--at-once <n>', 'rounds at a time', count, 1)
  .option('--file <path>', 'of finished rounds', '.cache/faults.jsonl')
  .allowExcessArguments(false)
  .parse()
  .opts<Options>();
for (const name of only) oneOf('--only', name, names);

const finished = await FinishedRounds.open(file, codeVersion(sourceVersion()));
const chosen = allFaults.filter(
  fault => only.length === 0 || only.includes(fault.name) || only.includes(nameOf(fault)),
);
const skipped = new Map<Fault, string>();
for (const fault of chosen) {
  const reason = fault.whyNot();
  if (reason !== null) skipped.set(fault, reason);
}

const seeds = Array.from({ length: rounds }, (_, i) => i + 1);
const ahead = seeds.flatMap(seed =>
  chosen.flatMap(fault => {
    const isDone = finished.of(nameOf(fault)).some(round => round.seed === seed && round.ok);
    return isDone || skipped.has(fault) ? [] : [{ fault, seed }];
  }),
);
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    isInterrupted = true;
    await endAll();
    console.error('Interrupted; finished rounds are kept. The same command goes on.');
    process.exit(130);
  });
}
let played = 0;
await each(ahead, atOnce, async ({ fault, seed }) => {
  if (isInterrupted) return;
  const started = performance.now();
  const { notes, error } = await play(fault, seed);
  if (isInterrupted) return;
  const seconds = Math.round((performance.now() - started) / 1000);
  await finished.add({ fault: nameOf(fault), seed, ok: error === null, seconds, notes: [...notes], error });
  const how = [`${++played} of ${ahead.length}`, `${seconds} s`, ...notes].join(', ');
  console.log(`${error === null ? 'ok' : 'FAILED'} ${nameOf(fault)}, seed ${seed}: ${how}`);
  if (error) console.log(error);
});

const head = ['fault', 'store', 'rounds', 'ok', 'seconds', ''];
const table = new Table({ head, style: { head: [], border: [] } });
for (const fault of chosen) {
  const all = finished.of(nameOf(fault)).filter(({ seed }) => seed <= rounds);
  const ok = new Set(all.filter(round => round.ok).map(({ seed }) => seed));
  const failed = [...new Set(all.filter(round => !round.ok).map(({ seed }) => seed))];
  const remark = skipped.has(fault)
    ? `skipped: ${skipped.get(fault)}`
    : failed.length > 0
      ? `failed once or more: seeds ${failed.join(', ')}`
      : '';
  const seconds = mean(all.filter(round => round.ok).map(round => round.seconds))?.toFixed(0) ?? '';
  const seedsPlayed = new Set(all.map(({ seed }) => seed)).size;
  table.push([fault.name, fault.store, seedsPlayed, ok.size, seconds, remark]);
}
console.log(table.toString());
const isComplete = chosen.every(
  fault =>
    skipped.has(fault) ||
    seeds.every(seed => finished.of(nameOf(fault)).some(one => one.seed === seed && one.ok)),
);
process.exitCode = isComplete ? 0 : 1;
