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

/**
 * Performs a job in a process of its own and resolves with its result.
 *
 * @param onEvent receives what the job reports on its way
 * @param signal ends the process; the promise then rejects with the signal's reason
 * @throws JobError, WorkerDiedError
 */
export function inWorker<Result, Event = never>(
  job: Job,
  { onEvent, signal }: { onEvent?: (event: Event) => void; signal?: AbortSignal } = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
      execArgv: [...nodeArguments, '--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let answered = false;
    let lastWords = '';
    const kill = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    child.stderr!.setEncoding('utf8').on('data', text => {
      lastWords = (lastWords + text).slice(-2000);
    });
    child.on('message', (reply: Reply) => {
      if (reply.reply === 'event') return onEvent?.(reply.event as Event);
      answered = true;
      if (reply.reply === 'result') resolve(reply.value as Result);
      else reject(new JobError(reply.message));
    });
    child.on('error', reject);
    child.on('exit', (code, killedBy) => {
      signal?.removeEventListener('abort', kill);
      if (answered) return;
      if (signal?.aborted) return reject(signal.reason);
      const how = killedBy ? `was killed by ${killedBy}` : `ended with exit code ${code}`;
      reject(new WorkerDiedError(`the worker process ${how}${reasonIn(lastWords)}`));
    });
    child.send(job);
  });
}

/** The line that names an error, else the last one: below the former Node.js prints a stack and its version. */
function reasonIn(lastWords: string): string {
  const lines = lastWords.trim().split('\n');
  const line = lines.findLast(text => /^(FATAL ERROR|\w*Error)\b/.test(text)) ?? lines.at(-1);
  return line ? `: ${line}` : '';
}
