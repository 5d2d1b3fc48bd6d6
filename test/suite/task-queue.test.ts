import test from 'ava';
import { TaskQueue } from '../../src/suite/task-queue.ts';

test('tasks come in their order, and then none', async t => {
  const queue = new TaskQueue(['a', 'b']);
  t.deepEqual([await queue.next(), await queue.next(), await queue.next()], ['a', 'b', null]);
});

test('whoever asks waits for what may come back, which then is the first', async t => {
  const queue = new TaskQueue<string>(['a']);
  let resolve: (task: string | null) => void = () => {};
  const promise = new Promise<string | null>(settle => {
    resolve = settle;
  });
  queue.comesBack(promise);
  t.is(await queue.next(), 'a');
  const waiting = queue.next();
  resolve('b');
  t.is(await waiting, 'b');
  t.is(await queue.next(), null);
});

test('what ended elsewhere does not come back', async t => {
  const queue = new TaskQueue<string>([]);
  queue.comesBack(Promise.resolve(null));
  t.deepEqual(await Promise.all([queue.next(), queue.next()]), [null, null]);
});

test('whoever waits is told why nothing comes back', async t => {
  const queue = new TaskQueue<string>([]);
  const error = new Error('interrupted');
  queue.comesBack(Promise.reject(error));
  t.is(await t.throwsAsync(queue.next()), error);
});
