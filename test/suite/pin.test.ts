import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { look } from '../../src/results/lease/protocol.ts';
import { RESULTS_SCHEMA } from '../../src/results/schema.ts';
import { isAskedFor, requireAskedFor, requirePinned, writePinned } from '../../src/suite/pin.ts';
import { UsageError } from '../../src/usage-error.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { id } from '../results/fixtures.ts';
import { tinyConfig } from './fixtures.ts';

const plan = {
  schema: RESULTS_SCHEMA,
  name: 'smoke',
  experiment: 'tiny',
  preset: 'smoke',
  command: 'npm run suite -- run tiny',
  runs: [{ id, config: tinyConfig }],
} as const;

const { signal } = new AbortController();

async function openFolder(t: ExecutionContext): Promise<ExperimentFolder> {
  return new ExperimentFolder(await temporaryFolder(t), 'tiny');
}

function pinned(folder: ExperimentFolder, arithmetic: string): Promise<void> {
  return writePinned(folder, { ...plan, runs: [...plan.runs], arithmetic }, signal);
}

test('whoever comes first decides; others of the same arithmetic go on, those of another are told the way out', async t => {
  const folder = await openFolder(t);
  await pinned(folder, 'native-avx512-0a');
  await pinned(folder, 'native-avx512-0a');
  const error = await t.throwsAsync(pinned(folder, 'wasm-0b'), { instanceOf: UsageError });
  for (const part of ['plan smoke of tiny', 'native-avx512-0a', 'wasm-0b', '--engine', '--results'])
    t.true(error.message.includes(part), part);
  t.is((await folder.readPlan())!.arithmetic, 'native-avx512-0a');
  t.is((await folder.plan('smoke').readPlan())!.arithmetic, 'native-avx512-0a');
});

test('of many that come at once all but those of one arithmetic are refused', async t => {
  const folder = await openFolder(t);
  const names = ['native-0a', 'wasm-0b', 'native-0a', 'wasm-0b', 'native-0a', 'wasm-0b'];
  const settled = await Promise.allSettled(names.map(name => pinned(folder, name)));
  const decided = (await folder.readPlan())!.arithmetic;
  for (const [i, { status }] of settled.entries())
    t.is(status, names[i] === decided ? 'fulfilled' : 'rejected');
});

test('a plan that nobody has given an arithmetic gets one, and nobody holds its folder afterwards', async t => {
  const folder = await openFolder(t);
  await folder.writePlan({ ...plan, runs: [...plan.runs] });
  await pinned(folder, 'wasm-0b');
  t.is((await folder.plan('smoke').readPlan())!.arithmetic, 'wasm-0b');
  const path = join(folder.path, 'plans', 'smoke');
  t.is(await look(path), null);
  t.deepEqual((await readdir(path)).sort(), ['lease-1.json', 'plan.json']);
});

test('a plan that is not the latest becomes so, and keeps its arithmetic', async t => {
  const folder = await openFolder(t);
  await pinned(folder, 'wasm-0b');
  await folder.writePlan({ ...plan, name: 'quick', runs: [...plan.runs] });
  await pinned(folder, 'wasm-0b');
  t.like(await folder.readPlan(), { name: 'smoke', arithmetic: 'wasm-0b' });
});

test('an arithmetic is asked for by its name, with or without its hash', t => {
  t.true(isAskedFor('native-avx2-1a2b3c4d', 'native-avx2'));
  t.true(isAskedFor('native-avx2-1a2b3c4d', 'native-avx2-1a2b3c4d'));
  t.false(isAskedFor('native-avx512-1a2b3c4d', 'native-avx'));
  t.notThrows(() => requireAskedFor('wasm-0b', undefined));
  const { message } = t.throws(() => requireAskedFor('wasm-0b', 'native-avx2'), { instanceOf: UsageError });
  t.regex(
    message,
    /^--arithmetic asks for native-avx2, and this machine computes with wasm-0b\. .*npm run engines/,
  );
});

test('a plan without an arithmetic takes any', t => {
  t.notThrows(() => requirePinned(plan, 'wasm-0b'));
});
