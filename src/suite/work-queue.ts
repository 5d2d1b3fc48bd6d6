import { StorageFullError } from '../atomic-file.ts';
import type { EngineChoice } from '../engine/registry.ts';
import { Connection } from '../queue/connection.ts';
import { hasTables } from '../queue/tables.ts';
import { QUEUE_VARIABLE } from '../queue/url.ts';
import type { RunOutcome } from '../results/schema.ts';
import { UsageError } from '../usage-error.ts';
import type { Emit, RunEvent, SuiteEvent } from './events.ts';
import { InterruptedError } from './interrupted-error.ts';
import { openEngine, shareCores } from './prepare.ts';
import { QueuedRuns, type QueuedTask, type TakeOptions } from './queued-runs.ts';
import { sourceVersion } from './source.ts';
import { WorkerProcess } from './worker-process.ts';

export interface WorkOptions extends TakeOptions {
  readonly engine: EngineChoice;
  readonly workers?: number | undefined;
  readonly threads?: number | undefined;
}

/**
 * Trains runs of a queue until it is interrupted, or until none is left.
 *
 * @throws UsageError where the queue is none, or has nothing but runs for other machines and is not to be waited for; the
 *   signal's reason
 */
export async function workQueue(
  url: string,
  options: WorkOptions,
  emit: Emit<SuiteEvent>,
  signal: AbortSignal,
): Promise<RunOutcome[]> {
  // For the processes that train: never in a command line, nor in what they are told.
  process.env[QUEUE_VARIABLE] = url;
  const connection = new Connection(url, 'degradation-lab worker');
  try {
    if (!(await hasTables(connection))) {
      throw new UsageError(
        'the database has no queue yet: npm run suite -- queue init makes it, and so does the first run --queue',
      );
    }
    const opened = await openEngine({ engine: options.engine, threads: options.threads });
    const { engine, threads, workers } = shareCores(opened.engine, options, Number.POSITIVE_INFINITY);
    const queue = new QueuedRuns(connection, await connection.boss(), engine.arithmetic, options, emit);
    const source = sourceVersion();
    const outcomes: RunOutcome[] = [];
    const stop = new AbortController();
    const ending = AbortSignal.any([signal, stop.signal]);
    const work = async (first: WorkerProcess | null) => {
      let worker = first;
      try {
        for (;;) {
          const taken = await queue.next(ending);
          if (!taken) return;
          if (!worker?.alive) worker = new WorkerProcess();
          const task = { ...taken, engine: engine.name, threads, source };
          const outcome = await train(worker, task, queue, emit, ending);
          if (outcome) outcomes.push(outcome);
          // Whatever a failure left behind would weigh on the runs after it.
          if (outcome !== 'finished' && outcome !== 'diverged') {
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
    };
    const supervising = queue.supervise(ending).catch(error => stop.abort(error));
    const working = Array.from({ length: workers }, (_, i) => work(i === 0 ? opened.worker : null));
    try {
      await Promise.all(working);
    } finally {
      await Promise.allSettled(working);
      stop.abort();
      await supervising;
    }
    return outcomes;
  } finally {
    await connection.close();
  }
}

/**
 * How a run ended here; null where it did not, and somebody else goes on.
 *
 * @throws StorageFullError, InterruptedError when the process was sent a signal, the signal's reason; then it was given back
 */
async function train(
  worker: WorkerProcess,
  task: QueuedTask,
  queue: QueuedRuns,
  emit: Emit<SuiteEvent>,
  signal: AbortSignal,
): Promise<RunOutcome | null> {
  let outcome: RunOutcome | null = null;
  const note = (text: string) => emit({ type: 'run-note', run: task.id, text });
  const hasBegun = queue.keepAlive(task);
  try {
    await worker.perform<unknown, RunEvent>(
      { job: 'run', task },
      {
        signal,
        onEvent(event) {
          if (event.type === 'epoch') hasBegun();
          if (event.type === 'run-ended') outcome = event.status;
          emit(event);
        },
        onOutput: note,
      },
    );
    // Nothing where somebody else has it; it may not even have been begun, for want of a connection.
    if (!outcome) await queue.giveBack(task);
  } catch (error) {
    const isOver = signal.aborted || error instanceof InterruptedError || error instanceof StorageFullError;
    if (isOver) {
      await queue.giveBack(task);
      throw error;
    }
    note(`${(error as Error).message}; the queue gives it to another`);
  } finally {
    hasBegun();
  }
  return outcome;
}
