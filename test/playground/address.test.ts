import test from 'ava';
import { addressOf, settingsIn } from '../../src/playground/address.ts';
import { DEFAULTS, type Settings } from '../../src/playground/settings.ts';
import { stories } from '../../src/playground/stories.ts';

const everything: Settings = {
  networks: [
    { kind: 'residual', depth: 8 },
    { kind: 'plain', depth: 56 },
  ],
  width: 16,
  batchNorm: false,
  gain: 0.25,
  shortcut: 'gated',
  optimizer: 'adam=0.9,beta2=0.99',
  rate: 0.001,
  regularizer: 'augment=2,flip=off',
  data: 'cifar10',
  engine: 'webgpu',
  seed: 77,
};

test('an address holds all settings of one pair or two', t => {
  for (const pairs of [[everything], [DEFAULTS, everything], ...stories.map(({ settings }) => [settings])]) {
    t.deepEqual(settingsIn(`#${addressOf(pairs)}`), pairs);
  }
  t.is(new Set(stories.map(({ settings }) => addressOf([settings]))).size, stories.length);
});

test('the address of what nobody has changed says nothing', t => {
  t.is(addressOf([DEFAULTS]), '');
  t.deepEqual(settingsIn(''), [DEFAULTS]);
});

test('what an address says wrongly is as usual, and no more than two pairs are made', t => {
  const wrong =
    '#first=plain-10&second=deep-8&width=1.5&batch-norm=maybe&gain=-1&rate=x&data=mnist&engine=abacus&seed=0&more=1';
  t.deepEqual(settingsIn(wrong), [DEFAULTS]);
  t.is(settingsIn('#~~~').length, 2);
});

test('networks for texts have depths of their own: the nearest', t => {
  const [texts, images] = ['data=synthetic-text', 'first=plain-9&second=residual-49'].map(
    address => settingsIn(address)[0]!,
  );
  t.deepEqual(
    texts!.networks.map(({ depth }) => depth),
    [29, 29],
  );
  t.deepEqual(
    images!.networks.map(({ depth }) => depth),
    [8, 50],
  );
});
