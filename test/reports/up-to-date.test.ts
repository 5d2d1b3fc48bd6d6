import test from 'ava';
import { stateOfRuns, upToDate } from '../../src/reports/up-to-date.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { record } from '../results/fixtures.ts';

test('what runs have changed under is written again, until it is made from all of them', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  const ended = ['a', 'b'];
  const written: number[] = [];
  const count = async () => {
    const known = (await folder.readRuns(['a', 'b'])).length;
    const id = ended.shift();
    // Another process is quicker than this one.
    if (id) {
      await folder.run(id).begin();
      await folder.run(id).writeRecord(record({ id }));
    }
    written.push(known);
    return known;
  };
  t.is(await upToDate(() => stateOfRuns(folder, ['a', 'b']), count), 2);
  t.deepEqual(written, [0, 1, 2]);
});

test('what nothing has changed under is written once', async t => {
  let writes = 0;
  await upToDate(
    async () => 'same',
    async () => writes++,
  );
  t.is(writes, 1);
});
