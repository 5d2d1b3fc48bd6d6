import test from 'ava';
import { inWorker } from '../../src/suite/worker-process.ts';

const job = { job: 'engine', engine: 'wasm', threads: 1 } as const;

/** What a worker whose Node.js is started with `options` says when it dies. */
async function lastWords(options: string): Promise<Error> {
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = options;
  const running = inWorker(job);
  if (before === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = before;
  return running.then(
    () => new Error('it lived'),
    error => error,
  );
}

test('a worker answers with the result of its job', async t => {
  t.like(await inWorker(job), { name: 'wasm', device: 'cpu', threads: 1 });
});

test('a worker that crashes is told of by the error, not by the last line of its stack', async t => {
  const error = await lastWords('--import=data:text/javascript,throw%20new%20RangeError(%22no%20more%22)');
  t.is(error.name, 'WorkerDiedError');
  t.is(error.message, 'the worker process ended with exit code 1: RangeError: no more');
});

test('a worker that ends without a word is told of by its exit code', async t => {
  const error = await lastWords('--import=data:text/javascript,process.exit(7)');
  t.is(error.message, 'the worker process ended with exit code 7');
});

test('nothing is started for a job that was aborted before', async t => {
  const reason = new Error('interrupted');
  t.is(await t.throwsAsync(inWorker(job, { signal: AbortSignal.abort(reason) })), reason);
});
