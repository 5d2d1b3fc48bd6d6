import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { headerLine, toLines } from '../../src/results/csv.ts';
import { RunFolder, requiredTables } from '../../src/results/run-folder.ts';
import { noRows, RESULTS_SCHEMA, runTables } from '../../src/results/schema.ts';
import { NewerResultsError, OlderResultsError } from '../../src/results/schema-version.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { blockRow, epochRow, gradientRow, id, record, responseRow, timingRow } from './fixtures.ts';

/** A run that measured one epoch. */
async function writtenRun(t: ExecutionContext): Promise<RunFolder> {
  const folder = new RunFolder(await temporaryFolder(t), id);
  await folder.begin();
  await folder.append('epochs', [epochRow(0)]);
  await folder.append('gradients', [gradientRow]);
  await folder.append('responses', [responseRow]);
  await folder.append('blocks', [blockRow]);
  await folder.append('timing', [timingRow]);
  await folder.writeRecord(record());
  return folder;
}

test('what was written is read again', async t => {
  const folder = await writtenRun(t);
  t.deepEqual(await folder.read(), {
    ...noRows,
    record: record(),
    epochs: [epochRow(0)],
    gradients: [gradientRow],
    responses: [responseRow],
    blocks: [blockRow],
    timing: [timingRow],
  });
});

test('a run of before there was a table of blocks has none', async t => {
  const folder = await writtenRun(t);
  await rm(folder.file('blocks.csv'));
  t.deepEqual((await folder.read())!.blocks, []);
});

test('predictions are read with the rest of a run, replaced as a whole, and gone when it begins again', async t => {
  const folder = await writtenRun(t);
  t.false('predictions' in (await folder.read())!);
  const column = (...values: number[]) => Int32Array.from(values);
  const split = { index: column(4, 8), label: column(1, 2), predicted: column(2, 2) };
  await folder.writePredictions({ epoch: 0, train: split, test: split });
  const predictions = { epoch: 1, train: split, test: { ...split, predicted: column(1, 2) } };
  await folder.writePredictions(predictions);
  t.deepEqual((await folder.read())!.predictions, predictions);
  const elsewhere = new RunFolder(await temporaryFolder(t), id);
  await mkdir(elsewhere.path);
  await folder.moveTo(elsewhere.path);
  t.deepEqual(await readdir(folder.path), []);
  t.deepEqual((await elsewhere.read())!.predictions, predictions);
  await elsewhere.begin();
  t.is(await elsewhere.readPredictions(), null);
});

test('a folder without a run is null', async t => {
  const folder = new RunFolder(await temporaryFolder(t), id);
  t.is(await folder.readRecord(), null);
  t.is(await folder.read(), null);
});

test('no temporary file stays behind', async t => {
  const folder = await writtenRun(t);
  const files = [...requiredTables, 'blocks'].map(name => `${name}.csv`).concat('run.json');
  t.deepEqual((await readdir(folder.path)).sort(), files.sort());
});

test('beginning again empties the tables, takes away those of probes, and leaves other files', async t => {
  const folder = await writtenRun(t);
  await writeFile(folder.file('note.txt'), 'mine');
  await folder.begin();
  t.deepEqual(await folder.readTable('epochs'), []);
  const tables = requiredTables.map(name => `${name}.csv`);
  t.deepEqual((await readdir(folder.path)).sort(), [...tables, 'note.txt', 'run.json'].sort());
  t.is(await readFile(folder.file('note.txt'), 'utf8'), 'mine');
});

test('tables are cut back to the sizes of an earlier moment, to the byte', async t => {
  const folder = await writtenRun(t);
  const before = await readFile(folder.file('epochs.csv'), 'utf8');
  const sizes = await folder.tableSizes();
  await folder.append('epochs', [epochRow(1)]);
  await folder.append('timing', [timingRow]);
  await folder.truncate(sizes);
  t.is(await readFile(folder.file('epochs.csv'), 'utf8'), before);
  t.deepEqual(await folder.tableSizes(), sizes);
});

test('a table that came with its first rows goes again when those are cut off', async t => {
  const folder = new RunFolder(await temporaryFolder(t), id);
  await folder.begin();
  const sizes = await folder.tableSizes();
  t.is(sizes.blocks, 0);
  await folder.append('blocks', [blockRow]);
  const text = await readFile(folder.file('blocks.csv'), 'utf8');
  t.is(text, `${headerLine(runTables.blocks)}${toLines(runTables.blocks, [blockRow])}`);
  await folder.truncate(sizes);
  await t.throwsAsync(readFile(folder.file('blocks.csv')), { code: 'ENOENT' });
  await folder.append('blocks', [blockRow]);
  t.is(await readFile(folder.file('blocks.csv'), 'utf8'), text);
});

test('a run goes on that has the headers of tables which nobody asked for, as they were once written', async t => {
  const folder = await writtenRun(t);
  const path = folder.file('landscape.csv');
  await writeFile(path, headerLine(runTables.landscape));
  const sizes = await folder.tableSizes();
  await folder.append('epochs', [epochRow(1)]);
  await folder.truncate(sizes);
  t.is(await readFile(path, 'utf8'), headerLine(runTables.landscape));
});

test('a table that is shorter than it was is an error, and then no table is cut', async t => {
  const folder = await writtenRun(t);
  const sizes = await folder.tableSizes();
  await folder.append('epochs', [epochRow(1)]);
  await writeFile(folder.file('responses.csv'), '');
  const now = await folder.tableSizes();
  await t.throwsAsync(folder.truncate(sizes), { message: /^responses\.csv has 0 bytes, but had \d+/ });
  t.deepEqual(await folder.tableSizes(), now);
  await rm(folder.file('responses.csv'));
  await t.throwsAsync(folder.truncate(sizes), { code: 'ENOENT' });
});

test('a row that is no measurement leaves the table as it was', async t => {
  const folder = await writtenRun(t);
  await t.throwsAsync(folder.append('epochs', [epochRow(1, { train_loss: Number.NaN })]));
  t.deepEqual(await folder.readTable('epochs'), [epochRow(0)]);
});

test('a damaged table is named', async t => {
  const folder = await writtenRun(t);
  const path = folder.file('gradients.csv');
  await writeFile(path, `${await readFile(path, 'utf8')}residual-8`);
  const error = await t.throwsAsync(folder.read());
  t.true(error.message.startsWith(`${path} is damaged: `));
});

const damages: Record<string, string> = {
  'no JSON': '{"schema": 1, ',
  'no object': '[]',
  'an unknown key': JSON.stringify({ ...record(), mood: 'good' }),
  'a missing key': JSON.stringify({ ...record(), status: undefined }),
  'an unknown status': JSON.stringify({ ...record(), status: 'paused' }),
  'a depth that is not 6n+2': JSON.stringify({ ...record(), config: { ...record().config, depth: 30 } }),
  nothing: '',
};
for (const [damage, text] of Object.entries(damages)) {
  test(`run.json with ${damage} is refused by its name`, async t => {
    const folder = await writtenRun(t);
    const path = folder.file('run.json');
    await writeFile(path, text);
    const error = await t.throwsAsync(folder.readRecord());
    t.true(error.message.startsWith(`${path} is damaged: `));
  });
}

test('run.json of a newer version is refused, with both versions and a way out', async t => {
  const folder = await writtenRun(t);
  const path = folder.file('run.json');
  // A newer version may have any other keys.
  await writeFile(path, JSON.stringify({ schema: RESULTS_SCHEMA + 1, everything: 'else' }));
  const error = await t.throwsAsync(folder.read(), { instanceOf: NewerResultsError });
  t.true(error.message.includes(`${path} has schema ${RESULTS_SCHEMA + 1}; this version reads up to`));
  t.true(error.message.includes('--results'));
});

test('run.json of an older version is named as what it is, with both versions and a way out', async t => {
  const folder = await writtenRun(t);
  const path = folder.file('run.json');
  await writeFile(path, JSON.stringify({ schema: 1, experiment: 'depth', config: 'other' }));
  const error = await t.throwsAsync(folder.read(), { instanceOf: OlderResultsError });
  t.true(error.message.startsWith(`${path} has schema 1, from an earlier version`));
  for (const way of [`reads schema ${RESULTS_SCHEMA}`, '--results', 'npm run suite -- clean'])
    t.true(error.message.includes(way), way);
  t.false(error.message.includes('damaged'));
});

test('a record that does not fit the schema is never written', async t => {
  const folder = await writtenRun(t);
  const before = await readFile(folder.file('run.json'), 'utf8');
  await t.throwsAsync(folder.writeRecord({ ...record(), wall_seconds: Number.NaN }));
  t.is(await readFile(folder.file('run.json'), 'utf8'), before);
});

test('a removed run leaves nothing', async t => {
  const folder = await writtenRun(t);
  await folder.remove();
  t.deepEqual(await readdir(dirname(folder.path)), []);
});

for (const [name, rows, told] of [
  ['epochs', [epochRow(0), epochRow(1), epochRow(1)], 'line 4 has epoch 1 after epoch 1'],
  ['epochs', [epochRow(1), epochRow(0)], 'line 3 has epoch 0 after epoch 1'],
  ['timing', [timingRow, timingRow], 'line 3 has epoch \\d after epoch \\d'],
  [
    'responses',
    [responseRow, responseRow],
    'line 3 has epoch \\d, layer_index \\d after epoch \\d, layer_index \\d',
  ],
  [
    'gradients',
    [gradientRow, { ...gradientRow, epoch: gradientRow.epoch + 1 }, gradientRow],
    'line 4 has epoch \\d, step \\d+ after epoch \\d, step \\d+',
  ],
] as const) {
  test(`${name}.csv whose rows are not in order is refused: ${told}`, async t => {
    const folder = await writtenRun(t);
    await folder.begin();
    await folder.append(name, rows as never);
    const error = await t.throwsAsync(folder.readTable(name));
    t.regex(error.message, new RegExp(`^${folder.file(name)}\\.csv is damaged: ${told}$`));
  });
}
