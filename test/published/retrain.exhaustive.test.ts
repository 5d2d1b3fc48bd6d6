import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { retrain, shortestRun } from '../../src/published/retrain.ts';
import { headerLine } from '../../src/results/csv.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { runTables } from '../../src/results/schema.ts';
import { runHere, smallRun } from '../cli/fixtures.ts';
import { temporaryFolder } from '../data/fixtures.ts';

const NAME = 'plain-vs-residual';
const { signal } = new AbortController();

test.serial('a run that is trained again has the same bytes, and other rows are found', async t => {
  const folder = await temporaryFolder(t);
  const results = join(folder, 'results');
  const { code } = await runHere(smallRun(folder));
  t.is(code, 0);
  const { record } = (await shortestRun(results, ['depth', NAME]))!;
  const again = () => retrain(results, NAME, record, 'wasm', signal);
  t.deepEqual(await again(), { experiment: NAME, run: record.id, sameArithmetic: true, complaints: [] });

  // As runs once left a table that they had nothing for.
  const empty = new ExperimentFolder(results, NAME).run(record.id).file('lesions.csv');
  await writeFile(empty, headerLine(runTables.lesions));
  t.deepEqual((await again()).complaints, []);

  const other = { ...record, engine: { ...record.engine, arithmetic: 'native-01234567' } };
  const within = await retrain(results, NAME, other, 'wasm', signal);
  t.deepEqual([within.sameArithmetic, within.complaints], [false, []]);

  const path = new ExperimentFolder(results, NAME).run(record.id).file('epochs.csv');
  const text = await readFile(path, 'utf8');
  await writeFile(
    path,
    text.replace(/(\d)\n$/, (_, digit) => `${(Number(digit) + 1) % 10}\n`),
  );
  t.deepEqual((await again()).complaints, ['epochs.csv has other bytes']);
  const lines = text.trimEnd().split('\n');
  const columns = lines[0]!.split(',');
  const cells = lines[1]!.split(',');
  cells[columns.indexOf('train_loss')] = '7';
  await writeFile(path, `${[lines[0], cells.join(','), ...lines.slice(2)].join('\n')}\n`);
  const beyond = await retrain(results, NAME, other, 'wasm', signal);
  t.regex(beyond.complaints.join(), /^train_loss before training is .* away, at most 0.001 was expected$/);
});

test.serial('where nothing is published there is no run to train again', async t => {
  t.is(await shortestRun(await temporaryFolder(t), [NAME]), null);
});
