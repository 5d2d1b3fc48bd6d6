import test from 'ava';
import { longColumns, longRows } from '../../../src/results/export/long-table.ts';
import { type RunTable, runTables } from '../../../src/results/schema.ts';
import { identityColumns } from '../../../src/run/identity.ts';
import { makeRun } from '../../reports/fixtures.ts';

const run = makeRun({ kind: 'plain', depth: 8, seed: 2, epochs: 2 });
const from = { experiment: 'depth', plan: 'quick' };
const { config } = run.record;

test('a long table has the keys of those tables that runs have rows in, and one column of values', t => {
  const names = longColumns([config]).map(({ name }) => name);
  t.deepEqual(names, [
    ...[
      'experiment',
      'plan',
      'run_id',
      'kind',
      'depth',
      'seed',
      'variant',
      'status',
      'table',
      'epoch',
      'step',
    ],
    ...['layer_index', 'layer_name', 'parameter', 'measure', 'value'],
  ]);
  const asking = { ...config, probes: { measure: ['landscape' as const] } };
  const more = longColumns([config, asking]).filter(({ name }) => !names.includes(name));
  t.deepEqual(more, [
    { name: 'point_index', type: 'whole' },
    { name: 'alpha', type: 'number' },
    { name: 'beta', type: 'number' },
  ]);
});

test('every number of every table is in one row, and the tables can be put together again', t => {
  const rows = [...longRows(run, from)];
  for (const table of Object.keys(runTables) as RunTable[]) {
    const wide = new Map<string, Record<string, unknown>>();
    for (const { measure, value, ...place } of rows.filter(row => row.table === table)) {
      const key = JSON.stringify(place);
      const row = wide.get(key) ?? { ...place };
      t.false(String(measure) in row, `${table}: ${measure} twice at ${key}`);
      wide.set(key, { ...row, [String(measure)]: value });
    }
    const own = Object.keys(runTables[table].shape);
    const again = [...wide.values()].map(row =>
      Object.fromEntries(own.map(name => [name, row[name] ?? null])),
    );
    t.deepEqual(again, run[table] as never, table);
  }
});

test('a row says whose it is; what was not measured has none', t => {
  const [first] = longRows(run, from);
  t.deepEqual(first, {
    ...{ experiment: 'depth', plan: 'quick', run_id: run.record.id, kind: 'plain', depth: 8, seed: 2 },
    ...{ variant: 'paper', status: 'finished', table: 'epochs', epoch: 0, step: 0 },
    ...{ measure: 'learning_rate', value: run.epochs[0]!.learning_rate },
  });
  const measures = [...longRows(run, from)].filter(({ table, epoch }) => table === 'epochs' && epoch === 0);
  t.false(measures.some(({ measure }) => measure === 'batch_loss'));
  t.false(measures.some(({ measure }) => String(measure) in identityColumns));
});
