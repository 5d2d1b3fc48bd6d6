import test from 'ava';
import fc from 'fast-check';
import { planRuns, relativeCost } from '../../src/suite/plan.ts';
import { deal, nameInShare, parseShard, shardOf, shareOf } from '../../src/suite/shard.ts';
import { UsageError } from '../../src/usage-error.ts';
import { tinyPreset } from './fixtures.ts';

const planned = planRuns({ ...tinyPreset, kinds: ['plain', 'residual'], depths: [8, 14, 20, 56], seeds: 3 });
const experiments = [
  { experiment: 'one', planned },
  { experiment: 'two', planned: planned.slice(0, 5) },
];
const names = experiments.flatMap(one => one.planned.map(({ id }) => nameInShare(one.experiment, id)));
const costs = new Map(
  experiments.flatMap(one =>
    one.planned.map(({ id, config }) => [nameInShare(one.experiment, id), relativeCost(config)] as const),
  ),
);

test('every run of every experiment goes to exactly one shard', t => {
  for (const count of [1, 2, 3, 7, 16, 64])
    t.deepEqual(deal(count, experiments).flat().sort(), [...names].sort());
});

test('shards agree in whatever order somebody has planned', t => {
  const sorted = (shares: readonly string[][]) => String(shares.map(share => [...share].sort()));
  const expected = sorted(deal(3, experiments));
  const property = fc.property(fc.shuffledSubarray(planned, { minLength: planned.length }), shuffled => {
    const other = [experiments[1]!, { experiment: 'one', planned: shuffled }];
    return sorted(deal(3, other)) === expected;
  });
  t.notThrows(() => fc.assert(property, { numRuns: 5 }));
});

test('a shard has what was dealt to it', t => {
  t.deepEqual([...shareOf({ index: 2, count: 3 }, experiments)], deal(3, experiments)[1]);
});

test('no shard has more to do than another by more than one run', t => {
  for (const count of [2, 3, 5, 8]) {
    const loads = deal(count, experiments).map(share => share.map(name => costs.get(name)!));
    const sum = (load: number[]) => load.reduce((a, b) => a + b, 0);
    const least = Math.min(...loads.map(sum));
    for (const load of loads) t.true(sum(load) - Math.min(...load) <= least, `${count} shards`);
  }
});

test('the longest run is the first that is dealt', t => {
  const longest = names.reduce((a, b) => (costs.get(b)! > costs.get(a)! ? b : a));
  const [first] = deal(names.length, experiments);
  t.is(costs.get(first![0]!), costs.get(longest));
});

test('more shards than runs leave some with nothing', t => {
  t.is(deal(names.length + 2, experiments).filter(share => share.length === 0).length, 2);
});

test('a shard is one of so many, counted from 1, or by its own options from 0', t => {
  t.deepEqual(parseShard('3/16'), { index: 3, count: 16 });
  t.deepEqual(shardOf({ shard: { index: 3, count: 16 } }), { index: 3, count: 16 });
  t.deepEqual(shardOf({ shardIndex: 0, shardCount: 16 }), { index: 1, count: 16 });
  t.is(shardOf({}), undefined);
});

for (const text of ['', '3', '0/16', '17/16', '3/', '/16', '3/0', '-1/4', '1.5/4', '3 of 16']) {
  test(`a shard "${text}" is refused with what is allowed`, t => {
    const { message } = t.throws(() => parseShard(text), { instanceOf: UsageError });
    t.regex(message, /^--shard: expected .* 3\/16; got/);
  });
}

test('options of a shard that contradict each other or lack one are refused', t => {
  const refusal = (options: Parameters<typeof shardOf>[0]) =>
    t.throws(() => shardOf(options), { instanceOf: UsageError }).message;
  t.regex(refusal({ shardIndex: 16, shardCount: 16 }), /may be 0 to 15; got 16/);
  t.regex(refusal({ shardIndex: 1 }), /--shard-index needs --shard-count/);
  t.regex(refusal({ shardCount: 1 }), /--shard-count needs --shard-index/);
  t.regex(refusal({ shard: { index: 1, count: 2 }, shardIndex: 0, shardCount: 2 }), /one or the other/);
});
