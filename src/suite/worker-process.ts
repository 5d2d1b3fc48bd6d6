import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { StorageFullError } from '../atomic-file.ts';
import { InterruptedError } from './interrupted-error.ts';
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
  /** Receives each line that the job's code prints, to whichever stream. */
  readonly onOutput?: (line: string) => void;
  /** Ends the process; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

// To read those of TensorFlow.js takes a third of a second; a user's own files are loaded with theirs.
const WITHOUT_SOURCE_MAPS = 'data:text/javascript,process.setSourceMapsEnabled(false)';

const preloaded = [
  new URL('worker-signals.js', import.meta.url).href,
  import.meta.resolve('tsx'),
  WITHOUT_SOURCE_MAPS,
];

/** A process that performs one job after the other. To start one takes seconds, most of them for loading modules. */
export class WorkerProcess {
  readonly #child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
    execArgv: [...nodeArguments, ...preloaded.flatMap(module => ['--import', module])],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  readonly #died: Promise<Error>;
  #lastWords = '';
  #onOutput: (line: string) => void = () => {};
  #interrupted: InterruptedError | null = null;

  constructor() {
    const child = this.#child;
    child.stderr!.setEncoding('utf8').on('data', text => {
      this.#lastWords = (this.#lastWords + text).slice(-2000);
    });
    for (const stream of [child.stdout, child.stderr] as Readable[]) {
      createInterface({ input: stream }).on('line', line => this.#onOutput(line));
    }
    child.on('message', (reply: Reply) => {
      if (reply.reply !== 'signal') return;
      this.#interrupted ??= new InterruptedError(`a worker process was sent ${reply.signal}`);
      child.kill('SIGKILL');
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
   * @throws JobError, StorageFullError; WorkerDiedError, InterruptedError when the process was sent a signal, and the reason of `signal`,
   *   after which this process is of no use any more
   */
  perform<Result, Event = never>(
    job: Job,
    { onEvent, onOutput = () => {}, signal }: JobOptions<Event> = {},
  ): Promise<Result> {
    const child = this.#child;
    this.#onOutput = onOutput;
    return new Promise<Result>((resolve, reject) => {
      const kill = () => child.kill('SIGKILL');
      const onMessage = (reply: Reply) => {
        if (reply.reply === 'signal') return;
        if (reply.reply === 'event') return onEvent?.(reply.event as Event);
        settled();
        if (reply.reply === 'result') resolve(reply.value as Result);
        else reject(new (reply.storageFull ? StorageFullError : JobError)(reply.message));
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
        reject(signal?.aborted ? signal.reason : (this.#interrupted ?? error));
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
 * @throws JobError, StorageFullError, WorkerDiedError, InterruptedError, the signal's reason
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
