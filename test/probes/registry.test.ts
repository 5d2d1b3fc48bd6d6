import test from 'ava';
import type { Probe } from '../../src/probes/probe.ts';
import { probes, probesAt, probesOnRequest, probeTables } from '../../src/probes/registry.ts';

const namesAt = (...when: Parameters<typeof probesAt>) => probesAt(...when).map(({ name }) => name);

test('without being asked, a run measures gradients and responses', t => {
  t.deepEqual(namesAt('epoch'), ['gradients', 'responses']);
  t.deepEqual(namesAt('step'), ['gradients']);
  t.deepEqual(namesAt('end'), []);
});

test('what a run asks for is measured when it can be', t => {
  t.deepEqual(probesOnRequest, ['blocks', 'linear-classifiers', 'lesions', 'shattering', 'landscape']);
  t.deepEqual(namesAt('epoch', ['blocks', 'linear-classifiers']), ['gradients', 'responses', 'blocks']);
  t.deepEqual(namesAt('step', ['blocks', 'linear-classifiers']), ['gradients', 'blocks']);
  t.deepEqual(namesAt('end', ['blocks', 'linear-classifiers']), ['linear-classifiers']);
  t.deepEqual(namesAt('start', ['shattering', 'lesions']), ['gradients', 'responses', 'shattering']);
  t.deepEqual(namesAt('epoch', ['shattering', 'lesions']), ['gradients', 'responses']);
  t.deepEqual(namesAt('end', ['shattering', 'lesions']), ['lesions']);
});

test('tables that others rely on have the columns that were promised', t => {
  const columns = (name: keyof typeof probeTables) => Object.keys(probeTables[name].shape).join();
  const identity = 'run_id,kind,depth,seed,epoch';
  t.is(columns('gradients'), `${identity},step,layer_index,layer_name,parameter,grad_norm,weight_norm`);
  t.is(columns('responses'), `${identity},layer_index,layer_name,std`);
});

test('what says which row of a moment it is, beside the first column, is a column of the table', t => {
  for (const { name, columns, keys = [] } of probes as readonly Probe[]) {
    t.deepEqual(
      keys.filter(key => !(key in columns) || key === Object.keys(columns)[0]),
      [],
      name,
    );
  }
});

test('every probe says what it measures, and in a name that a file can have', t => {
  for (const { name, summary } of probes as readonly Probe[]) {
    t.regex(name, /^[a-z][a-z0-9-]*$/);
    t.true(summary.length > 10);
  }
});
