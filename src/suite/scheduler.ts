import { ExperimentFolder } from '../results/experiment-folder.ts';
import type { RunOutcome } from '../results/schema.ts';
import type { Emit, RunEvent } from './events.ts';
import type { RunTask } from './execute-run.ts';
import { InterruptedError } from './interrupted-error.ts';
import { WorkerDiedError, WorkerProcess } from './worker-process.ts';

export interface ScheduleOptions {
  readonly workers: number;
  readonly emit: Emit<RunEvent>;
  /** Called after each run; the next one does not wait for it, but `runAll` does. */
  readonly onEnded: (task: RunTask, outcome: RunOutcome) => Promise<void>;
  readonly signal: AbortSignal;
  /** A process to begin with. */
  readonly worker?: WorkerProcess;
}

/**
 * Trains runs in their order, `workers` at a time, in as many processes. A run that fails, or whose process dies, is
 * reported and the others go on, in a new process.
 *
 * @throws the signal's reason when it aborts, InterruptedError when a worker was sent a signal: when all processes have
 *   ended; what was trained by then is kept
 */
export async function runAll(tasks: readonly RunTask[], options: ScheduleOptions): Promise<RunOutcome[]> {
  const queue = [...tasks];
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const outcomes: RunOutcome[] = [];
  const afterwards: Promise<void>[] = [];
  async function work(worker: WorkerProcess | null): Promise<void> {
    try {
      for (let task = queue.shift(); task; task = queue.shift()) {
        signal.throwIfAborted();
        if (!worker?.alive) worker = new WorkerProcess();
        const outcome = await runOne(worker, task, { ...options, signal });
        outcomes.push(outcome);
        afterwards.push(options.onEnded(task, outcome));
        // Whatever a failure left behind, such as tensors, would weigh on the runs after it.
        if (outcome === 'failed') {
          worker.end();
          worker = null;
        }
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

async function runOne(
  worker: WorkerProcess,
  task: RunTask,
  { emit, signal }: ScheduleOptions,
): Promise<RunOutcome> {
  let outcome: RunOutcome = 'failed';
  try {
    await worker.perform<null, RunEvent>(
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
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof InterruptedError) throw error;
    const { message } = error as Error;
    const resumable = error instanceof WorkerDiedError ? '; run the same command again to resume it' : '';
    await recordFailure(task, message);
    outcome = 'failed';
    emit({ type: 'run-ended', run: task.id, status: 'failed', error: `${message}${resumable}` });
  }
  return outcome;
}

/** Writes for a worker that could not do so itself why its run goes no further. */
async function recordFailure({ resultsFolder, experiment, id }: RunTask, reason: string): Promise<void> {
  const folder = new ExperimentFolder(resultsFolder, experiment).run(id);
  // No record: it died before there was anything to tell. A damaged one is met, and named, by the report.
  const record = await folder.readRecord().catch(() => null);
  if (record?.status !== 'running') return;
  const finished = new Date().toISOString();
  await folder.writeRecord({ ...record, status: 'failed', finished, error: reason });
}
