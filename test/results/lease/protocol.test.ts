import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { fenceOf, type Holder, look, release, take } from '../../../src/results/lease/protocol.ts';
import { memoryFiles } from './memory-files.ts';

const folder = '/results/run';
const holder = (token: string): Holder => ({ token, host: 'here', pid: 1, since: 'now' });

test('who comes first holds a folder, and others see who that is', async t => {
  const files = memoryFiles(new Map());
  t.is(await look(folder, files), null);
  t.true(await take(folder, holder('a'), null, files));
  t.false(await take(folder, holder('b'), null, files));
  t.deepEqual((await look(folder, files))?.holder, holder('a'));
});

test('what was given up is free at once; of all leases the last one’s file stays', async t => {
  const entries = new Map();
  const files = memoryFiles(entries);
  for (const token of ['a', 'b', 'c']) {
    t.true(await take(folder, holder(token), null, files));
    await release(folder, token, files);
  }
  await release(folder, 'a', files);
  t.is(await look(folder, files), null);
  t.deepEqual([...entries.keys()], [folder, '/results', join(folder, 'lease-3.json')]);
});

test('a link that was made, but whose answer says that it exists, is known by its token', async t => {
  const files = memoryFiles(new Map(), { isAnswerLost: () => true });
  t.true(await take(folder, holder('a'), null, files));
  t.false(await take(folder, holder('b'), null, files));
});

test('a holder that is heard of again is not replaced', async t => {
  const files = memoryFiles(new Map());
  await take(folder, holder('a'), null, files);
  const lost = await look(folder, files);
  await files.write(join(fenceOf(folder, 'a'), 'counter'), '1');
  t.false(await take(folder, holder('b'), lost, files));
});

test('a holder that was replaced finds nothing to rename when it wakes up', async t => {
  const files = memoryFiles(new Map());
  await take(folder, holder('a'), null, files);
  const temporary = join(fenceOf(folder, 'a'), 'half-written');
  await files.write(temporary, '');
  t.true(await take(folder, holder('b'), await look(folder, files), files));
  await t.throwsAsync(files.rename(temporary, join(folder, 'epochs.csv')), { code: 'ENOENT' });
  await t.throwsAsync(files.write(temporary, ''), { code: 'ENOENT' });
  await release(folder, 'a', files);
  t.is((await look(folder, files))?.holder?.token, 'b');
});

test('a lease whose file cannot be read is taken over as others are', async t => {
  const entries = new Map();
  const files = memoryFiles(entries);
  await files.makeFolder(folder);
  entries.set(join(folder, 'lease-4.json'), '');
  t.false(await take(folder, holder('a'), null, files));
  t.true(await take(folder, holder('a'), await look(folder, files), files));
});

/** What one of several processes does: tries so often; takes holders for lost as it likes; stops after so many operations. */
const actor = fc.record({
  attempts: fc.integer({ min: 1, max: 4 }),
  mistrusts: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  gives: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  operations: fc.integer({ min: 5, max: 400 }),
});

test('in any order of events, what one holder writes is never followed by what an earlier one writes', async t => {
  const property = fc.asyncProperty(
    fc.scheduler(),
    fc.array(actor, { minLength: 2, maxLength: 5 }),
    fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
    async (scheduler, actors, dice) => {
      const entries = new Map<string, string | null>();
      const written: string[] = [];
      const isAnswerLost = () => dice.next().value === 0;
      const running = actors.map(async ({ attempts, mistrusts, gives, operations }, index) => {
        let left = operations;
        const turn = async () => {
          if (left-- === 0) throw new Error('killed');
          await scheduler.schedule(Promise.resolve());
        };
        const files = memoryFiles(entries, { turn, isAnswerLost });
        for (let attempt = 0; attempt < attempts; attempt++) {
          const token = `${index}-${attempt}`;
          // However alive it is: how long to watch is another question.
          const lost = mistrusts[attempt] ? await look(folder, files) : null;
          if (!(await take(folder, holder(token), lost, files))) continue;
          for (let row = 0; row < 25; row++) {
            await turn();
            // As a file is renamed out of its folder: all at once, or not at all.
            if (!entries.has(fenceOf(folder, token))) break;
            written.push(token);
          }
          if (gives[attempt]) await release(folder, token, files);
        }
      });
      await scheduler.waitFor(Promise.allSettled(running));
      const ended = (await Promise.allSettled(running)).flatMap(one =>
        'reason' in one ? [one.reason.message] : [],
      );
      const holders = written.filter((token, i) => token !== written[i - 1]);
      const survivor = memoryFiles(entries);
      return (
        ended.every(message => message === 'killed') &&
        new Set(holders).size === holders.length &&
        (await take(folder, holder('last'), await look(folder, survivor), survivor))
      );
    },
  );
  await t.notThrowsAsync(fc.assert(property, { numRuns: 200 }));
});
