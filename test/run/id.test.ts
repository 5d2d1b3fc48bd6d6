import test from 'ava';
import { parseOptimizer } from '../../src/optimizers/registry.ts';
import { type RunConfig, runConfigSchema } from '../../src/run/config.ts';
import { forFileName, runId, uniqueFileName } from '../../src/run/id.ts';
import { variantParts } from '../../src/run/variant.ts';
import { config, growing } from './fixtures.ts';

test('a run’s id names kind, depth, variant and seed, and ends in eight hexadecimal digits', t => {
  t.regex(runId({ ...config, regularizers: [] }), /^residual-20-s3-[0-9a-f]{8}$/);
  t.regex(runId(config), /^residual-20-l2-bias-1e-4-s3-[0-9a-f]{8}$/);
  const network = { ...config.network, shortcut: 'B', batchNorm: false } as const;
  t.regex(
    runId({ ...config, network, regularizers: [] }),
    /^residual-20-shortcut-b-no-batch-norm-s3-[0-9a-f]{8}$/,
  );
});

test('the same configuration has the same id, whatever the order of its keys', t => {
  t.is(runId(reversed(config) as RunConfig), runId(config));
  t.is(runId(runConfigSchema.parse(JSON.parse(JSON.stringify(config)))), runId(config));
});

test('the id of a configuration is the same on every machine', t => {
  t.is(runId({ ...config, regularizers: [] }), 'residual-20-s3-75cd3cb1');
});

test('any change of the configuration changes the id', t => {
  const ids = [runId(config)];
  for (const [path, value] of leaves(config)) {
    // Another one has other options; see below.
    if (path.join('.') === 'recipe.optimizer.name') continue;
    const changed = structuredClone(config);
    const parent = path
      .slice(0, -1)
      .reduce<Json>((node, key) => node[key] as Json, changed as unknown as Json);
    parent[path.at(-1)!] =
      typeof value === 'number' ? value / 2 : typeof value === 'boolean' ? !value : 'other';
    ids.push(runId(changed));
  }
  ids.push(runId({ ...config, recipe: { ...config.recipe, optimizer: parseOptimizer('adam') } }));
  ids.push(runId({ ...config, recipe: { ...config.recipe, warmup: null } }));
  ids.push(runId({ ...config, recipe: { ...config.recipe, maxSteps: null } }));
  ids.push(runId({ ...config, recipe: { ...config.recipe, milestones: [] } }));
  t.true(ids.length > 30);
  t.is(new Set(ids).size, ids.length);
});

test('an id is fit for the name of a folder', t => {
  const options = { a: '../x y', b: 'ä:*?', c: true };
  t.regex(runId({ ...config, regularizers: [{ name: 'any/thing', options }] }), /^[\w.ä-]+$/);
});

test('an id says from which depth a network grows, and when', t => {
  t.regex(runId(growing(20, 0.5)), /^plain-56-growth-from-20-at-50-s3-[0-9a-f]{8}$/);
  t.deepEqual(variantParts(growing(8, 0.125)), ['growth from 8 at 12.5 %']);
});

test('letters and digits of every script stay in names of files', t => {
  t.is(forFileName('Pre-Activation, 0.5 (B)'), 'pre-activation-0.5-b');
  t.is(forFileName('噪声 0.2'), '噪声-0.2');
  t.is(forFileName('É/..'), 'é-..');
  t.is(forFileName('E\u0301'), forFileName('\u00e9'));
});

test('two lists of names never share a file', t => {
  const lists = [
    ...[['old', 'new'], ['Old', 'new'], ['old--new'], ['old-new'], ['old', 'new', ''], ['old', '', 'new']],
    ...[
      ['a b', 'c'],
      ['a-b', 'c'],
      ['a/b', 'c'],
      ['a', 'b-c'],
      ['a', 'b', 'c'],
      ['☃', '☂'],
      ['☂', '☃'],
    ],
    ...[['x'.repeat(300)], [`${'x'.repeat(300)}y`]],
  ];
  const names = lists.map(list => uniqueFileName(list));
  t.is(new Set(names).size, lists.length);
  t.is(names[0], 'old--new');
  for (const name of names) t.true(name.length <= 100 && !/[\s/]/.test(name), name);
});

type Json = { [key: string]: unknown };

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

function leaves(value: unknown, path: string[] = []): [path: string[], value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
