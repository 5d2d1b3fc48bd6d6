import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { probesOnRequest } from '../../src/probes/registry.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { release } from '../../src/results/lease/protocol.ts';
import type { RunFolder } from '../../src/results/run-folder.ts';
import type { RunConfig } from '../../src/run/config.ts';
import { runId } from '../../src/run/id.ts';
import type { RunEvent } from '../../src/suite/events.ts';
import type { FolderTask } from '../../src/suite/execute-run.ts';
import { planRuns } from '../../src/suite/plan.ts';
import type { Preset } from '../../src/suite/presets.ts';
import { inWorker } from '../../src/suite/worker-process.ts';
import { trainingEngine } from '../training-engine.ts';

/** Tables whose bytes may depend on nothing but the run's configuration. */
export const FIXED_TABLES = [
  'epochs.csv',
  'gradients.csv',
  'responses.csv',
  'blocks.csv',
  'linear-classifiers.csv',
  'lesions.csv',
  'shattering.csv',
  'landscape.csv',
  'predictions.csv',
] as const;

/** Seconds of training: four epochs of ten steps. */
export const tinyPreset: Preset = {
  description: 'for tests',
  kinds: ['residual'],
  depths: [8],
  seeds: 1,
  network: { width: 4, shortcut: 'A', batchNorm: true },
  data: {
    dataset: 'synthetic',
    resolution: 8,
    augmentation: { cropPadding: 1, flip: true },
    trainSize: 400,
    trainEvalSize: 50,
    valSize: 50,
    testSize: 50,
  },
  recipe: {
    epochs: 4,
    maxSteps: null,
    batchSize: 40,
    learningRate: 0.05,
    warmup: null,
    milestones: [{ at: 0.5, factor: 0.1 }],
    optimizer: { name: 'momentum', options: { momentum: 0.9 } },
    weightDecay: 1e-4,
  },
};

/** With every probe, so that there is something in every table. */
export const tinyConfig: RunConfig = {
  ...planRuns(tinyPreset)[0]!.config,
  probes: { steps: [15], measure: [...probesOnRequest], landscapeSide: 3 },
};

/** The task of training `config` into a results folder. */
export function taskFor(resultsFolder: string, config: RunConfig = tinyConfig): FolderTask {
  const source = { commit: 'unknown', dirty: false };
  return {
    experiment: 'tiny',
    id: runId(config),
    config,
    store: { type: 'folder', folder: resultsFolder },
    engine: trainingEngine,
    threads: 1,
    source,
    regularizerFiles: [],
  };
}

export function folderOf({ store, experiment, id }: FolderTask): RunFolder {
  return new ExperimentFolder(store.folder, experiment).run(id);
}

/** Trains in a process of its own to the end; resolves with everything that it told. */
export async function trainToEnd(task: FolderTask): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await inWorker<null, RunEvent>({ job: 'run', task }, { onEvent: event => events.push(event) });
  return events;
}

/** Trains in a process of its own, which is killed (SIGKILL) as soon as it tells something that fits. */
export async function trainAndKill(task: FolderTask, when: (event: RunEvent) => boolean): Promise<void> {
  const killer = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (when(event)) killer.abort(new Error('killed'));
  };
  try {
    await inKilledWorker(task, onEvent, killer.signal);
  } catch (error) {
    if (error !== killer.signal.reason) throw error;
  }
}

/** Trains in a process of its own, whose lease is given up when it was killed, as a suite does. */
export async function inKilledWorker(
  task: FolderTask,
  onEvent: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const token = randomUUID();
  try {
    const store = { ...task.store, lease: { token, lost: null } };
    const job = { job: 'run', task: { ...task, store } } as const;
    await inWorker<unknown, RunEvent>(job, { onEvent, signal });
  } finally {
    await release(folderOf(task).path, token);
  }
}

/** Contents of the tables whose bytes are promised to be equal, by name; of probes those that the run asked for. */
export async function fixedTables(folder: string): Promise<Record<string, string>> {
  const isOnRequest = (name: string) => probesOnRequest.some(probe => name === `${probe}.csv`);
  const entries = FIXED_TABLES.map(async name => {
    const reading = readFile(join(folder, name), 'utf8');
    const text = isOnRequest(name) ? await reading.catch(() => null) : await reading;
    return text === null ? [] : [[name, text] as const];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

/** For machines that have a lot to do besides. */
const PATIENCE_MILLISECONDS = 150_000;

/** Resolves with what `probe` finds, once it finds something. @param times the usual patience: for what takes many steps */
export async function until<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  times = 1,
): Promise<T> {
  for (const start = performance.now(); performance.now() - start < times * PATIENCE_MILLISECONDS; ) {
    const found = await probe();
    if (found) return found;
    await delay(10);
  }
  throw new Error(`waited in vain for ${probe}`);
}

/** Ids of the processes that train for `parent`, oldest first. */
export function workersOf(parent: number): number[] {
  return processes()
    .filter(({ ppid, args }) => ppid === parent && args.includes('worker.ts'))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}

/** Ids of a process and of all that it has started, directly or not. */
export function treeOf(pid: number): number[] {
  const all = processes();
  const below = (parent: number): number[] => [
    parent,
    ...all.filter(({ ppid }) => ppid === parent).flatMap(child => below(child.pid)),
  ];
  return below(pid);
}

/** It may have ended by itself. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether a process exists and has not ended yet. */
export function isAlive(pid: number): boolean {
  return processes().some(process => process.pid === pid);
}

/** Whether the command line of any process says `text`. */
export function isMentioned(text: string): boolean {
  return processes().some(({ args }) => args.includes(text));
}

/** All processes but those that ended and wait for their parent to notice. */
function processes(): { pid: number; ppid: number; args: string }[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map(line => line.match(/^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/))
    .flatMap(match => (match && !match[3]!.startsWith('Z') ? [match] : []))
    .map(([, pid, ppid, , args]) => ({ pid: Number(pid), ppid: Number(ppid), args: args! }));
}
