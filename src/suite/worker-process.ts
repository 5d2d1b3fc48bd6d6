import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, Reply } from './worker.ts';

/** A job that its own code refused or failed, in the worker's words. */
export class JobError extends Error {
  override name = 'JobError';
}

/** A worker that ended without an answer: killed, out of memory, crashed. */
export class WorkerDiedError extends Error {
  override name = 'WorkerDiedError';
}

/**
 * For processes that train. A step's tensors outlive the small default space for young objects, which would be
 * collected in the middle of a step.
 */
export const nodeArguments = ['--max-semi-space-size=32'] as const;

interface JobOptions<Event> {
  /** Receives what the job reports on its way. */
  readonly onEvent?: (event: Event) => void;
  /** Ends the process; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

// Nobody sees where in a worker an error came from, and those of TensorFlow.js take a third of a second to read.
const WITHOUT_SOURCE_MAPS = 'data:text/javascript,process.setSourceMapsEnabled(false)';

/** A process that performs one job after the other. To start one takes seconds, most of them for loading modules. */
export class WorkerProcess {
  readonly #child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
    execArgv: [...nodeArguments, '--import', import.meta.resolve('tsx'), '--import', WITHOUT_SOURCE_MAPS],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  readonly #died: Promise<Error>;
  #lastWords = '';

  constructor() {
    const child = this.#child;
    child.stderr!.setEncoding('utf8').on('data', text => {
      this.#lastWords = (this.#lastWords + text).slice(-2000);
    });
    this.#died = new Promise(resolve => {
      child.on('error', resolve);
      child.on('exit', (code, killedBy) => {
        const how = killedBy ? `was killed by ${killedBy}` : `ended with exit code ${code}`;
        resolve(new WorkerDiedError(`the worker process ${how}${reasonIn(this.#lastWords)}`));
      });
    });
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * To be called when the job before has ended.
   *
   * @throws JobError; WorkerDiedError and the signal's reason, after which this process is of no use any more
   */
  perform<Result, Event = never>(job: Job, { onEvent, signal }: JobOptions<Event> = {}): Promise<Result> {
    const child = this.#child;
    return new Promise<Result>((resolve, reject) => {
      const kill = () => child.kill('SIGKILL');
      const onMessage = (reply: Reply) => {
        if (reply.reply === 'event') return onEvent?.(reply.event as Event);
        settled();
        if (reply.reply === 'result') resolve(reply.value as Result);
        else reject(new JobError(reply.message));
      };
      const settled = () => {
        signal?.removeEventListener('abort', kill);
        child.off('message', onMessage);
      };
      child.on('message', onMessage);
      signal?.addEventListener('abort', kill, { once: true });
      if (signal?.aborted) kill();
      void this.#died.then(error => {
        settled();
        reject(signal?.aborted ? signal.reason : error);
      });
      // Of a process that is gone, `died` tells.
      child.send(job, () => {});
    });
  }

  /** Lets the process go. It must not be in the middle of a job. */
  end(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}

/**
 * Performs one job in a process of its own.
 *
 * @throws JobError, WorkerDiedError, the signal's reason
 */
export async function inWorker<Result, Event = never>(
  job: Job,
  options: JobOptions<Event> = {},
): Promise<Result> {
  options.signal?.throwIfAborted();
  const worker = new WorkerProcess();
  try {
    return await worker.perform<Result, Event>(job, options);
  } finally {
    worker.end();
  }
}

/** The line that names an error, else the last one: below the former Node.js prints a stack and its version. */
function reasonIn(lastWords: string): string {
  const lines = lastWords.trim().split('\n');
  const line = lines.findLast(text => /^(FATAL ERROR|\w*Error)\b/.test(text)) ?? lines.at(-1);
  return line ? `: ${line}` : '';
}
