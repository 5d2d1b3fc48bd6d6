import { randomUUID } from 'node:crypto';
import { StorageFullError } from '../atomic-file.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { FencedWriter, LeaseLostError } from '../results/lease/lease.ts';
import { release, type Sight } from '../results/lease/protocol.ts';
import type { RunFolder } from '../results/run-folder.ts';
import type { RunOutcome } from '../results/schema.ts';
import type { FolderAddress } from '../store/folder-store.ts';
import { followElsewhere } from './elsewhere.ts';
import type { Emit, RunEvent } from './events.ts';
import type { FolderTask } from './execute-run.ts';
import { InterruptedError } from './interrupted-error.ts';
import { TaskQueue } from './task-queue.ts';
import { WorkerDiedError, WorkerProcess } from './worker-process.ts';

export interface ScheduleOptions {
  readonly workers: number;
  readonly emit: Emit<RunEvent>;
  /** Called after each run; the next one does not wait for it, but `runAll` does. */
  readonly onEnded: (task: FolderTask, outcome: RunOutcome) => Promise<void>;
  readonly signal: AbortSignal;
  /** A process to begin with. */
  readonly worker?: WorkerProcess;
}

type LeasedTask = FolderTask & { readonly store: Required<FolderAddress> };

/** With what stood still, where somebody else had it. */
interface QueuedTask {
  readonly task: FolderTask;
  readonly lost: Sight | null;
}

/**
 * Trains runs in their order, `workers` at a time, in as many processes. A run that fails, or whose process dies, is
 * reported and the others go on, in a new process. Runs that other processes train are followed, and taken over where
 * those are gone.
 *
 * @throws the signal's reason when it aborts, InterruptedError when a worker was sent a signal, StorageFullError:
 *   when all processes have ended; what was trained by then is kept
 */
export async function runAll(tasks: readonly FolderTask[], options: ScheduleOptions): Promise<RunOutcome[]> {
  const queue = new TaskQueue<QueuedTask>(tasks.map(task => ({ task, lost: null })));
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const outcomes: RunOutcome[] = [];
  const afterwards: Promise<void>[] = [];
  function ended(task: FolderTask, outcome: RunOutcome): void {
    outcomes.push(outcome);
    afterwards.push(options.onEnded(task, outcome));
  }
  async function follow(task: FolderTask): Promise<QueuedTask | null> {
    const elsewhere = await followElsewhere(task, options.emit, signal);
    if ('lost' in elsewhere) return { task, lost: elsewhere.lost };
    ended(task, elsewhere.outcome);
    return null;
  }
  async function work(worker: WorkerProcess | null): Promise<void> {
    try {
      for (;;) {
        // Others may need hours for what is theirs, and a process takes memory.
        if (!queue.isReady) worker = dismissed(worker);
        const next = await queue.next();
        if (!next) return;
        signal.throwIfAborted();
        if (!worker?.alive) worker = new WorkerProcess();
        const lease = { token: randomUUID(), lost: next.lost };
        const { task } = next;
        const store = { ...task.store, lease };
        const outcome = await runOne(worker, { ...task, store }, { ...options, signal });
        if (outcome === 'held') {
          queue.comesBack(follow(task));
          continue;
        }
        ended(task, outcome);
        // Whatever a failure left behind, such as tensors, would weigh on the runs after it.
        if (outcome === 'failed') worker = dismissed(worker);
      }
    } catch (error) {
      stop.abort(error);
      throw error;
    } finally {
      worker?.end();
    }
  }
  const first = options.worker ?? null;
  const atATime = Math.min(options.workers, tasks.length);
  await Promise.allSettled(Array.from({ length: atATime }, (_, i) => work(i === 0 ? first : null)));
  await Promise.all(afterwards);
  signal.throwIfAborted();
  return outcomes;
}

function dismissed(worker: WorkerProcess | null): null {
  worker?.end();
  return null;
}

async function runOne(
  worker: WorkerProcess,
  task: LeasedTask,
  { emit, signal }: ScheduleOptions,
): Promise<RunOutcome | 'held'> {
  let outcome: RunOutcome = 'failed';
  try {
    const how = await worker.perform<'held' | 'ended', RunEvent>(
      { job: 'run', task },
      {
        signal,
        onEvent(event) {
          if (event.type === 'run-ended') outcome = event.status;
          emit(event);
        },
        onOutput: text => emit({ type: 'run-note', run: task.id, text }),
      },
    );
    return how === 'held' ? how : outcome;
  } catch (error) {
    if (error instanceof WorkerDiedError) await recordFailure(task, error.message);
    // A process that was killed could not do so.
    await release(folderOf(task).path, task.store.lease.token);
    signal.throwIfAborted();
    if (error instanceof InterruptedError || error instanceof StorageFullError) throw error;
    const { message } = error as Error;
    const resumable = error instanceof WorkerDiedError ? '; rerun the command to resume' : '';
    emit({ type: 'run-ended', run: task.id, status: 'failed', error: `${message}${resumable}` });
    return 'failed';
  }
}

/** Writes for a worker that could not do so itself why its run goes no further. */
async function recordFailure(task: LeasedTask, reason: string): Promise<void> {
  const folder = folderOf(task);
  // No record: it died before there was anything to tell. A damaged one is met, and named, by the report.
  const record = await folder.readRecord().catch(() => null);
  if (record?.status !== 'running') return;
  const finished = new Date().toISOString();
  await folder
    .through(new FencedWriter(folder.path, task.store.lease.token))
    .writeRecord({ ...record, status: 'failed', finished, error: reason })
    .catch(error => {
      // Somebody else has it by now, or it died before it had it.
      if (!(error instanceof LeaseLostError)) throw error;
    });
}

function folderOf({ store, experiment, id }: FolderTask): RunFolder {
  return new ExperimentFolder(store.folder, experiment).run(id);
}
