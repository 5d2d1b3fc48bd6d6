import test from 'ava';
import { haveNetworksInCommon, matchNetworks } from '../../../src/reports/comparison/matching.ts';
import type { RunConfig } from '../../../src/run/config.ts';
import { makeRuns } from '../fixtures.ts';

const withRegularizer = (name: string): Partial<RunConfig> => ({ regularizers: [{ name, options: {} }] });
const runs = (depths: number[], config?: Partial<RunConfig>) =>
  makeRuns({ kinds: ['plain'], depths, seeds: 2, epochs: 1, ...(config && { config }) });
const named = (...sets: Parameters<typeof matchNetworks>) => {
  const { matches, alone } = matchNetworks(...sets);
  return { matches: matches.map(({ name }) => String(name)), alone: alone.map(list => list.map(String)) };
};

test('networks of equal kind, depth and variant are compared, and what one set alone has is named', t => {
  t.deepEqual(named(runs([8, 20]), runs([20, 56])), {
    matches: ['plain-20'],
    alone: [['plain-8'], ['plain-56']],
  });
});

test('the paper’s networks are compared with those that have a regularizer', t => {
  const { matches } = matchNetworks(runs([8]), runs([8], withRegularizer('mixup')));
  t.is(matches.length, 1);
  t.is(String(matches[0]!.name), 'plain-8');
  t.deepEqual(
    [matches[0]!.first, matches[0]!.second].map(side =>
      side.map(run => run.record.config.regularizers.length),
    ),
    [
      [0, 0],
      [1, 1],
    ],
  );
});

test('one network on one side is compared with each of several on the other, in both directions', t => {
  const several = [...runs([8], withRegularizer('mixup')), ...runs([8], withRegularizer('cutout'))];
  const expected = { matches: ['plain-8 with mixup', 'plain-8 with cutout'], alone: [[], []] };
  t.deepEqual(named(runs([8]), several), expected);
  t.deepEqual(named(several, runs([8])), expected);
});

test('equal variants are compared first; several that are left on both sides are not guessed', t => {
  const left = [...runs([8]), ...runs([8], withRegularizer('a')), ...runs([8], withRegularizer('b'))];
  const right = [...runs([8]), ...runs([8], withRegularizer('c')), ...runs([8], withRegularizer('d'))];
  t.deepEqual(named(left, right), {
    matches: ['plain-8'],
    alone: [
      ['plain-8 with a', 'plain-8 with b'],
      ['plain-8 with c', 'plain-8 with d'],
    ],
  });
});

test('sets have a network in common only if its variant is the same', t => {
  t.true(haveNetworksInCommon(runs([8]), runs([8, 20])));
  t.false(haveNetworksInCommon(runs([8]), runs([8], withRegularizer('mixup'))));
  t.false(haveNetworksInCommon(runs([8]), runs([20])));
});
