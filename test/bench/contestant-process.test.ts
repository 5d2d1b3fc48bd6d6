import test, { type ExecutionContext } from 'ava';
import { ContestantProcess } from '../../bench/contestant-process.ts';
import type { Contestant } from '../../bench/contestants.ts';
import { scripted } from './fixtures.ts';

function started(t: ExecutionContext, contestant: Contestant): ContestantProcess {
  const process = new ContestantProcess(contestant);
  t.teardown(() => process.stop());
  return process;
}

test('requests are answered one by one, and the process ends when it is stopped', async t => {
  const echo = scripted(
    'echo',
    `lines.on('line', line => say({ seconds: JSON.parse(line).run, losses: [] }));`,
  );
  const process = started(t, echo);
  t.is((await process.ask({ run: 3 })).seconds, 3);
  t.is((await process.ask({ run: 4 })).seconds, 4);
  await process.stop();
  await t.throwsAsync(process.ask({ run: 5 }), { message: 'the process of echo ended with exit code 0' });
});

test('an error that a contestant reports is its reason', async t => {
  const process = started(t, scripted('sorry', `lines.on('line', () => say({ error: 'no such engine' }));`));
  await t.throwsAsync(process.ask({ run: 1 }), { message: 'no such engine' });
});

test('a contestant that dies is quoted with its last words', async t => {
  const process = started(t, scripted('dying', `console.error('No module named torch'); process.exit(3);`));
  await t.throwsAsync(process.ask({ run: 1 }), {
    message: 'the process of dying ended with exit code 3: No module named torch',
  });
});

test('what is no JSON is shown', async t => {
  const process = started(t, scripted('chatty', `lines.on('line', () => console.log('hello'));`));
  await t.throwsAsync(process.ask({ run: 1 }), { message: 'not an answer: hello' });
});

test('a command that does not exist is named', async t => {
  const process = started(t, { ...scripted('nobody', ''), command: '/nowhere/python' });
  await t.throwsAsync(process.ask({ run: 1 }), { message: /^\/nowhere\/python cannot be started: .*ENOENT/ });
});

test('peak memory is that of the process since the reset', async t => {
  const script = `lines.on('line', () => { Buffer.alloc(2 ** 28, 1); say({ seconds: 1, losses: [] }); });`;
  const process = started(t, scripted('hungry', script));
  t.is(process.peakMemory(), null);
  process.resetPeakMemory();
  await process.ask({ run: 1 });
  const peak = process.peakMemory();
  if (peak === null) t.log('this system does not tell');
  else t.true(peak > 2 ** 28 && peak < 2 ** 30, `${peak}`);
});
