import test from 'ava';
import { parseArm } from '../../src/regularizers/arm.ts';
import type { Overrides } from '../../src/suite/plan.ts';
import { planName } from '../../src/suite/plan-name.ts';
import type { Preset } from '../../src/suite/presets.ts';
import { tinyPreset } from './fixtures.ts';

const preset: Preset = { ...tinyPreset, kinds: ['plain', 'residual'], depths: [8, 14, 20], seeds: 3 };
const nameOf = (overrides: Overrides) => planName('quick', preset, overrides);

test('a plan is called as its preset; what the command line changed adds a hash', async t => {
  t.is(nameOf({}), 'quick');
  const changed: Overrides[] = [
    ...[{ depths: [8, 14] }, { depths: [8, 20] }, { seeds: 2 }, { seeds: [101, 102, 103] }, { epochs: 5 }],
    ...[{ kinds: ['plain'] as const }, { width: 8 }, { trainSize: 200 }, { batchSize: 20 }],
    ...[{ learningRate: 0.1 }, { resolution: 16 as const }, { dataset: 'cifar10' as const }],
    { regularizerArms: [await parseArm('l1=1e-5')] },
    { regularizerArms: [await parseArm('l1=1e-4')] },
    { regularizerArms: [await parseArm('l1=1e-5'), await parseArm('l1=1e-4')] },
  ];
  const names = changed.map(nameOf);
  t.is(new Set(names).size, changed.length);
  for (const name of names) t.regex(name, /^quick-[0-9a-f]{8}$/);
});

test('what the preset says anyway changes nothing', t => {
  t.is(nameOf({ seeds: 3, epochs: 4, depths: [20, 8, 14], kinds: ['residual', 'plain'] }), 'quick');
  t.is(nameOf({ seeds: [1, 2, 3] }), 'quick');
  t.is(nameOf({ width: 8, epochs: 4 }), nameOf({ width: 8 }));
});

test('the same in other words has the same name', t => {
  t.is(nameOf({ depths: [8, 14] }), nameOf({ depths: [14, 8] }));
  t.is(nameOf({ seeds: 2 }), nameOf({ seeds: [2, 1] }));
});

test('workers, engine and folders are no part of a plan', t => {
  const options = { workers: 3, engine: 'wasm', results: 'elsewhere', fresh: true };
  t.is(nameOf(options as Overrides), 'quick');
});
