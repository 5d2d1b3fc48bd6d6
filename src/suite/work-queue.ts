import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineChoice } from '../engine/registry.ts';
import { codeVersion } from '../queue/code-version.ts';
import { Connection, isBroken } from '../queue/connection.ts';
import { type Lane, pinLane, readLanes } from '../queue/lanes.ts';
import { hasTables } from '../queue/tables.ts';
import type { Boss, Job } from '../queue/types.ts';
import { QUEUE_VARIABLE } from '../queue/url.ts';
import type { RunOutcome } from '../results/schema.ts';
import { runConfigSchema } from '../run/config.ts';
import { UsageError } from '../usage-error.ts';
import type { Emit, RunEvent, SuiteEvent } from './events.ts';
import type { RunTask } from './execute-run.ts';
import { isAskedFor, whatToDo } from './pin.ts';
import { openEngine, shareCores } from './prepare.ts';
import { filesFor } from './queued-files.ts';
import { sourceVersion } from './source.ts';
import { WorkerProcess } from './worker-process.ts';

export interface WorkOptions {
  readonly engine: EngineChoice;
  readonly workers?: number | undefined;
  readonly threads?: number | undefined;
  /** Whether regularizers that submitters have sent may be run here. */
  readonly trustCode: boolean;
  /** End when nothing is left that this machine could train; otherwise it waits for more. */
  readonly untilDone: boolean;
}

/** Between two looks at a queue that had nothing, and between two searches for workers that are gone. */
const LOOK_MILLISECONDS = 1000;
const SUPERVISE_MILLISECONDS = 2000;

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
    const queue = new WorkQueue(connection, await connection.boss(), engine.arithmetic, options, emit);
    const source = sourceVersion();
    const outcomes: RunOutcome[] = [];
    const ended = new AbortController();
    const work = async (first: WorkerProcess | null) => {
      let worker = first;
      try {
        for (;;) {
          const taken = await queue.next(signal);
          if (!taken) return;
          if (!worker?.alive) worker = new WorkerProcess();
          const outcome = await train(
            worker,
            { ...taken, engine: engine.name, threads, source },
            emit,
            signal,
          );
          if (outcome) outcomes.push(outcome);
          // Whatever a failure left behind would weigh on the runs after it.
          if (outcome !== 'finished' && outcome !== 'diverged') {
            worker.end();
            worker = null;
          }
        }
      } finally {
        worker?.end();
      }
    };
    const supervising = queue.supervise(AbortSignal.any([signal, ended.signal]));
    try {
      await Promise.all(Array.from({ length: workers }, (_, i) => work(i === 0 ? opened.worker : null)));
    } finally {
      ended.abort();
      await supervising;
    }
    return outcomes;
  } finally {
    await connection.close();
  }
}

type Taken = Pick<RunTask, 'experiment' | 'id' | 'config' | 'store' | 'regularizerFiles'>;

/** What of the queue is for this machine. */
class WorkQueue {
  readonly #connection: Connection;
  readonly #boss: Boss;
  readonly #arithmetic: string;
  readonly #options: WorkOptions;
  readonly #emit: Emit<SuiteEvent>;
  readonly #version = codeVersion(sourceVersion());
  readonly #told = new Set<string>();
  #hasTaken = false;

  constructor(
    connection: Connection,
    boss: Boss,
    arithmetic: string,
    options: WorkOptions,
    emit: Emit<SuiteEvent>,
  ) {
    this.#connection = connection;
    this.#boss = boss;
    this.#arithmetic = arithmetic;
    this.#options = options;
    this.#emit = emit;
  }

  /** The next run to be trained; null when none can come any more. @throws UsageError, the signal's reason */
  async next(signal: AbortSignal): Promise<Taken | null> {
    for (;;) {
      signal.throwIfAborted();
      const lanes = await this.#lanes();
      for (const lane of lanes) {
        const [job] = await this.#boss
          .fetch(lane.name, { includeMetadata: true, batchSize: 1 })
          .catch(noneIfBroken<Job[]>([]));
        if (!job) continue;
        this.#hasTaken = true;
        // One that was taken when the database went away is given to another.
        const taken = await this.#taken(lane, job).catch(noneIfBroken<Taken | null>(null));
        if (taken) return taken;
      }
      if (this.#options.untilDone && lanes.length === 0) {
        if (!this.#hasTaken && this.#told.size > 0) throw new UsageError([...this.#told].join('\n'));
        return null;
      }
      await delay(LOOK_MILLISECONDS, undefined, { signal }).catch(() => {});
    }
  }

  /** Looks for jobs whose workers are gone, for as long as it is not aborted. */
  async supervise(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const { name } of await this.#lanes()) await this.#boss.supervise(name).catch(() => {});
      await delay(SUPERVISE_MILLISECONDS, undefined, { signal }).catch(() => {});
    }
  }

  /** Those with open runs for this machine; why others are not is told once. */
  async #lanes(): Promise<Lane[]> {
    const open = (await readLanes(this.#connection).catch(noneIfBroken<Lane[]>([]))).filter(
      lane => lane.open > 0,
    );
    const mine: Lane[] = [];
    for (const lane of open) {
      const reason = await this.#whyNot(lane).catch(noneIfBroken<string | null>(null));
      if (!reason) mine.push(lane);
      else if (!this.#told.has(reason)) {
        this.#told.add(reason);
        this.#emit({ type: 'note', text: reason });
      }
    }
    return mine;
  }

  async #whyNot(lane: Lane): Promise<string | null> {
    const what = `${lane.open} runs of ${lane.experiment}`;
    if (lane.version !== this.#version) {
      return `${what} are for version ${lane.version} of this program, and this is ${this.#version}: check out the same commit`;
    }
    if (lane.code && !this.#options.trustCode) {
      return `${what} need code that their submitter has sent along: --trust-code runs it here, with all rights of this process`;
    }
    const asked = lane.arithmetic ?? lane.asked;
    const isMine = lane.arithmetic
      ? lane.arithmetic === this.#arithmetic
      : isAskedFor(this.#arithmetic, asked ?? this.#arithmetic);
    const pinned =
      isMine && !lane.arithmetic ? await pinLane(this.#connection, lane, this.#arithmetic) : asked;
    if (isMine && pinned === this.#arithmetic) return null;
    return `${what} are trained with the arithmetic ${pinned}, and this machine computes with ${this.#arithmetic}. ${whatToDo}`;
  }

  async #taken(lane: Lane, { id, retryCount, startedOn, data }: Job): Promise<Taken> {
    const [run] = await this.#connection.query<{ config: string; files: string }>(
      'select config, files from degradation_lab.run where lane = $1 and id = $2',
      [lane.name, data.run],
    );
    return {
      experiment: lane.experiment,
      id: data.run,
      config: runConfigSchema.parse(JSON.parse(run!.config)),
      regularizerFiles: await filesFor(this.#connection, run!.files),
      store: {
        type: 'postgres',
        lane: lane.name,
        job: { id, retryCount },
        startedOn: new Date(startedOn).toISOString(),
        holder: `process ${process.pid} on ${hostname()}`,
      },
    };
  }
}

/** How a run ended here; null where it did not, and somebody else goes on. */
async function train(
  worker: WorkerProcess,
  task: RunTask,
  emit: Emit<SuiteEvent>,
  signal: AbortSignal,
): Promise<RunOutcome | null> {
  let outcome: RunOutcome | null = null;
  const note = (text: string) => emit({ type: 'run-note', run: task.id, text });
  try {
    await worker.perform<unknown, RunEvent>(
      { job: 'run', task },
      {
        signal,
        onEvent(event) {
          if (event.type === 'run-ended') outcome = event.status;
          emit(event);
        },
        onOutput: note,
      },
    );
  } catch (error) {
    signal.throwIfAborted();
    note(`${(error as Error).message}; the queue gives it to another`);
  }
  return outcome;
}

/** A database that is away for a while has nothing to take. */
function noneIfBroken<T>(none: T) {
  return (error: unknown): T => {
    if (isBroken(error)) return none;
    throw error;
  };
}
