import { PassThrough } from 'node:stream';
import test from 'ava';
import { mayReplace } from '../../src/cli/confirm-fresh.ts';
import { UsageError } from '../../src/usage-error.ts';

const finished = [{ wall_seconds: 7200 }, { wall_seconds: 3900 }];

/** Somebody at a terminal, or a pipe. */
function asked({ isTTY = true, yes = false } = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const interrupt = new AbortController();
  let printed = '';
  output.on('data', text => {
    printed += text;
  });
  for (const stream of [input, output]) Object.assign(stream, { isTTY });
  const streams = { input: input as never, output: output as never };
  const answer = mayReplace(finished, { ...streams, yes, signal: interrupt.signal });
  return { answer, input, interrupt, printed: () => printed };
}

test('a person is told what is at stake, and has to say yes', async t => {
  for (const [typed, expected] of [
    ['y\n', true],
    [' YES \n', true],
    ['\n', false],
    ['n\n', false],
    ['yesterday\n', false],
  ] as const) {
    const { answer, input, printed } = asked();
    input.write(typed);
    t.is(await answer, expected, typed);
    t.regex(printed(), /--fresh replaces 2 finished runs, 3 h 5 min of training; .* Go on\? \[y\/N\] /);
  }
});

test('whoever leaves has not said yes', async t => {
  const { answer, input, interrupt } = asked();
  input.end();
  t.false(await answer);
  const other = asked();
  other.interrupt.abort(new Error('interrupted'));
  await t.throwsAsync(other.answer, { message: 'interrupted' });
  interrupt.abort();
});

test('where nobody can be asked, --yes has to be there', async t => {
  const error = await t.throwsAsync(asked({ isTTY: false }).answer, { instanceOf: UsageError });
  t.regex(error.message, /2 finished runs, 3 h 5 min of training\. Add --yes/);
  t.true(await asked({ isTTY: false, yes: true }).answer);
});

test('nothing is asked where nothing is replaced', async t => {
  const streams = { input: new PassThrough() as never, output: new PassThrough() as never };
  t.true(await mayReplace([], { ...streams, yes: false, signal: new AbortController().signal }));
});
