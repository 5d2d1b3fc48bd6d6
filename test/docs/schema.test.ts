import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { schemaFile } from '../../docs/generate/schema.ts';
import { RESULTS_SCHEMA, runTables } from '../../src/results/schema.ts';
import { makeRun } from '../reports/fixtures.ts';
import { record } from '../results/fixtures.ts';

const { file, text } = schemaFile();
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(JSON.parse(text), 'results');
const accepts = (name: string, value: unknown) => ajv.validate({ $ref: `results#/$defs/${name}` }, value);

test('the schema in docs/ is the one that npm run docs writes', t => {
  t.is(readFileSync(file, 'utf8'), text);
});

test('it accepts what runs write, and nothing else', t => {
  const run = record();
  t.true(accepts('run.json', JSON.parse(JSON.stringify(run))), ajv.errorsText());
  for (const wrong of [
    { ...run, status: 'paused' },
    { ...run, mood: 'good' },
    { ...run, config: { ...run.config, data: { ...run.config.data, dataset: 'sounds' } } },
    { ...run, schema: RESULTS_SCHEMA + 1 },
  ]) {
    t.false(accepts('run.json', wrong));
  }
  const { record: own, ...tables } = makeRun({ kind: 'residual', depth: 8, seed: 1, epochs: 1 });
  for (const name of ['epochs', 'gradients', 'responses', 'blocks', 'timing'] as const) {
    t.true(accepts(`${name}.csv`, tables[name][0]), `${name}: ${ajv.errorsText()}`);
    t.false(accepts(`${name}.csv`, { ...tables[name][0], epoch: 'first' }));
  }
  t.true(accepts('predictions.csv', { epoch: 1, split: 'test', index: 0, label: 3, predicted: 3 }));
  const plan = {
    schema: RESULTS_SCHEMA,
    name: 'quick',
    experiment: 'depth',
    preset: 'quick',
    command: 'npm run',
  };
  t.true(accepts('plan.json', { ...plan, runs: [{ id: own.id, config: own.config }] }), ajv.errorsText());
  t.false(accepts('plan.json', { ...plan, name: 'Quick!', runs: [] }));
  t.true(accepts('claims.json', []));
});

test('it has every table of a run', t => {
  const { $defs } = JSON.parse(text) as { $defs: Record<string, { properties?: object }> };
  for (const [name, { shape }] of Object.entries(runTables)) {
    t.deepEqual(Object.keys($defs[`${name}.csv`]!.properties!), Object.keys(shape), name);
  }
});
