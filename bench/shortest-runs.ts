import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExperimentFolder } from '../src/results/experiment-folder.ts';
import { peakMemoryIn } from './peak-memory.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The shortest runs that there are: one epoch of one small network on a few synthetic images. */
const SHORTEST = {
  kinds: 'plain',
  depths: 8,
  epochs: 1,
  width: 4,
  resolution: 8,
  'train-size': 100,
  'batch-size': 50,
  dataset: 'synthetic',
};

/** The command line of the shortest runs, of as many seeds from one on, into `results` and `reports` of a folder. */
export function shortestRuns(folder: string, runs: number, first = 1): string[] {
  const where = { results: join(folder, 'results'), reports: join(folder, 'reports') };
  const options = Object.entries({ ...SHORTEST, seeds: `${first}-${first + runs - 1}`, ...where });
  return [
    ...['run', 'plain-vs-residual', '--json'],
    ...options.flatMap(([name, value]) => [`--${name}`, String(value)]),
  ];
}

export interface Finished {
  readonly stdout: string;
  /** The most that its main process had at any time, and the most that any that trains for it had, in bytes. */
  readonly peakMemory: { readonly main: number; readonly training: number };
}

/** Between two looks at a process. */
const LOOK_MILLISECONDS = 200;

/** Runs a command line of the suite in a process of its own. @throws Error with what it complained of */
export function runSuite(
  args: readonly string[],
  { env = {}, onOutput = () => {} }: { env?: NodeJS.ProcessEnv; onOutput?: (text: string) => void } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, ['src/cli.js', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, complaints] = ['', ''];
  const peakMemory = { main: 0, training: 0 };
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
    onOutput(text);
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    complaints += text;
  });
  const looking = setInterval(async () => {
    peakMemory.main = Math.max(peakMemory.main, await peakOf(child.pid!));
    for (const pid of await childrenOf(child.pid!))
      peakMemory.training = Math.max(peakMemory.training, await peakOf(pid));
  }, LOOK_MILLISECONDS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => {
      clearInterval(looking);
      if (code === 0) resolve({ stdout, peakMemory });
      else
        reject(
          new Error(`${args.slice(0, 2).join(' ')} failed with exit code ${code}: ${complaints.trim()}`),
        );
    });
  });
}

/** Zero where the process is gone, or the system does not tell. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return peakMemoryIn(status) ?? 0;
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

/** Seconds that all runs of a folder were trained for. @throws Error where one is not finished */
export async function secondsTrained(folder: string, runs: number): Promise<number> {
  const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
  const records = (await experiment.runIds()).map(id => experiment.run(id).readRecord());
  const finished = (await Promise.all(records)).filter(record => record?.status === 'finished');
  if (finished.length !== runs) throw new Error(`${finished.length} of ${runs} runs are finished`);
  return finished.reduce((sum, record) => sum + record!.wall_seconds!, 0);
}

/** In a folder that is removed afterwards. */
export async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'shortest-runs-'));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
