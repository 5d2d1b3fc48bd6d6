import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { FinishedRounds } from './finished-rounds.ts';

const round = { fault: 'killed (folder)', seed: 1, ok: true, seconds: 1, notes: ['moment 3'], error: null };

test('a campaign knows the rounds that it has finished, also those before it was cut off in a line', async t => {
  const path = join(await temporaryFolder(t), 'below', 'faults.jsonl');
  const first = await FinishedRounds.open(path, 'abc');
  await first.add(round);
  await first.add({ ...round, seed: 2, ok: false, error: 'lost' });
  await appendFile(path, (await readFile(path, 'utf8')).slice(0, 20));
  const second = await FinishedRounds.open(path, 'abc');
  t.deepEqual(
    second.of(round.fault).map(({ seed, ok }) => [seed, ok]),
    [
      [1, true],
      [2, false],
    ],
  );
  t.deepEqual(second.of('killed (postgres)'), []);
});

test('what was cut off does not spoil the round that follows it', async t => {
  const path = join(await temporaryFolder(t), 'faults.jsonl');
  await writeFile(path, '{"version":"ab');
  await (await FinishedRounds.open(path, 'abc')).add(round);
  t.is((await FinishedRounds.open(path, 'abc')).of(round.fault).length, 1);
});

test('rounds of another version of the program do not count', async t => {
  const path = join(await temporaryFolder(t), 'faults.jsonl');
  await (await FinishedRounds.open(path, 'abc')).add(round);
  t.deepEqual((await FinishedRounds.open(path, 'abd')).of(round.fault), []);
});

test('a file of something else is named with its line, and not added to', async t => {
  const path = join(await temporaryFolder(t), 'faults.jsonl');
  await writeFile(path, 'something else\n');
  await t.throwsAsync(FinishedRounds.open(path, 'abc'), {
    message: /line 1 is no finished round; .* --file/,
  });
});
