import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeIndex } from '../src/reports/reports-folder.ts';
import type { SuiteEvent } from '../src/suite/events.ts';
import { peakMemoryIn } from './peak-memory.ts';
import { inFolder, root, shortestRuns } from './shortest-runs.ts';
import type { TextTable } from './text-table.ts';

/** What a suite does besides training, in milliseconds of processor time of the process that directs it. */
export interface Overhead {
  readonly runs: number;
  /** From the start of the command to the plan. */
  readonly planning: number;
  /** From there to the end of the last run: starting workers, hearing of runs, reports in between. */
  readonly directing: number;
  /** The last report with its pictures, and the index. */
  readonly reporting: number;
  /** The index once more, alone. */
  readonly index: number;
  /** Bytes. */
  readonly peakMemory: number;
}

/**
 * Runs a suite of the shortest runs, as from the command line.
 *
 * @throws Error if it fails, or where processor time of another process cannot be read (`/proc`)
 */
export function measureOverhead(runs: number, engine: string): Promise<Overhead> {
  return inFolder(async folder => {
    const child = spawn(process.execPath, ['src/cli.js', ...shortestRuns(folder, runs), '--engine', engine], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>(resolve => child.on('close', resolve));
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', text => {
      complaints += text;
    });
    let used = await usedBy(child.pid!);
    let planned = 0;
    let trained = 0;
    let left = runs;
    for await (const line of createInterface({ input: child.stdout })) {
      const { type } = JSON.parse(line) as SuiteEvent;
      if (type === 'step' || type === 'epoch') continue;
      used = (await usedBy(child.pid!).catch(() => null)) ?? used;
      if (type === 'plan') planned = used.milliseconds;
      if (type === 'run-ended' && --left === 0) trained = used.milliseconds;
    }
    if ((await ended) !== 0) throw new Error(`a suite of ${runs} runs failed: ${complaints.trim()}`);
    const before = process.cpuUsage();
    await writeIndex(join(folder, 'reports'));
    const { user, system } = process.cpuUsage(before);
    return {
      runs,
      planning: planned,
      directing: trained - planned,
      reporting: used.milliseconds - trained,
      index: (user + system) / 1000,
      peakMemory: used.peakMemory,
    };
  });
}

/** One row for each number of runs, in milliseconds for each run. */
export function overheadTable(measured: readonly Overhead[]): TextTable {
  const perRun = (milliseconds: number, { runs }: Overhead) => (milliseconds / runs).toFixed(1);
  return {
    head: ['runs', 'planning', 'directing', 'last report', 'index', 'all in all', 'peak MiB'],
    rows: measured.map(one => [
      String(one.runs),
      ...[one.planning, one.directing, one.reporting, one.index].map(part => perRun(part, one)),
      perRun(one.planning + one.directing + one.reporting, one),
      (one.peakMemory / 2 ** 20).toFixed(0),
    ]),
    labels: 1,
  };
}

/** Linux counts in hundredths of a second. */
const TICK_MILLISECONDS = 10;

async function usedBy(pid: number): Promise<{ milliseconds: number; peakMemory: number }> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8')),
  );
  // Behind the name, which may hold blanks: the third field is the first.
  const fields = stat!.slice(stat!.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [fields[11], fields[12]].map(Number) as [number, number];
  return { milliseconds: (user + system) * TICK_MILLISECONDS, peakMemory: peakMemoryIn(status!) ?? 0 };
}
