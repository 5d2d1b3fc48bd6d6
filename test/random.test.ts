import test from 'ava';
import fc from 'fast-check';
import { randomStream } from '../src/random.ts';

const path = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 });
const draw = (count: number, next: () => number) => Array.from({ length: count }, next);

test('the seed and the path decide the numbers', t => {
  const property = fc.property(fc.integer(), path, (seed, names) => {
    const [a, b] = [randomStream(seed, ...names), randomStream(seed, ...names)];
    t.deepEqual(draw(5, a.uniform), draw(5, b.uniform));
    t.deepEqual(draw(3, a.normal), draw(3, b.normal));
    t.is(a.integer(0, 1000), b.integer(0, 1000));
  });
  t.notThrows(() => fc.assert(property));
});

test('the numbers do not change from one version of this program to the next', t => {
  const stream = randomStream(1, 'initialisation', 'stem/conv');
  t.deepEqual(draw(3, stream.uniform), [0.1598867487273562, 0.2356980740394845, 0.005484543145869103]);
});

test('another seed, another name, another order or another type of name gives other numbers', t => {
  const first = (seed: number, ...names: (string | number)[]) => randomStream(seed, ...names).uniform();
  const all = [
    first(1),
    first(2),
    first(1, 'a'),
    first(1, 'b'),
    first(1, 'a', 'b'),
    first(1, 'b', 'a'),
    first(1, 'ab'),
    first(1, 'a', 1),
    first(1, 'a', '1'),
    first(1, 1, 'a'),
  ];
  t.is(new Set(all).size, all.length);
});

test('streams of neighbouring seeds and names are not correlated', t => {
  const count = 4000;
  const streams = [
    randomStream(1, 'augment', 1),
    randomStream(1, 'augment', 2),
    randomStream(2, 'augment', 1),
    randomStream(1, 'shuffle', 1),
  ].map(stream => draw(count, () => stream.uniform() - 0.5));
  for (const [i, a] of streams.entries()) {
    for (const b of streams.slice(i + 1)) {
      const correlation = a.reduce((sum, value, k) => sum + value * b[k]!, 0) / (count / 12);
      // Four standard deviations of a correlation of independent numbers.
      t.true(Math.abs(correlation) < 4 / Math.sqrt(count), `${correlation}`);
    }
  }
});

test('uniform numbers lie in [0, 1) and fill it evenly', t => {
  const { uniform } = randomStream(3, 'uniform');
  const counts = new Array<number>(10).fill(0);
  for (const value of draw(20_000, uniform)) {
    t.true(value >= 0 && value < 1);
    counts[Math.floor(10 * value)]!++;
  }
  // Chi-squared with 9 degrees of freedom exceeds 28 once in a thousand.
  const chiSquared = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
  t.true(chiSquared < 28, `${chiSquared}`);
});

test('normal numbers have mean 0, variance 1 and the tails of a normal distribution', t => {
  const count = 40_000;
  const values = draw(count, randomStream(4, 'normal').normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  t.true(Math.abs(mean) < 4 / Math.sqrt(count));
  t.true(Math.abs(variance - 1) < 4 * Math.sqrt(2 / count));
  const beyondTwo = values.filter(value => Math.abs(value) > 2).length / count;
  t.true(Math.abs(beyondTwo - 0.0455) < 0.005);
});

test('integers take every value from low to high, both included', t => {
  const stream = randomStream(5, 'integer');
  const seen = new Set(draw(500, () => stream.integer(-2, 3)));
  t.deepEqual(
    [...seen].sort((a, b) => a - b),
    [-2, -1, 0, 1, 2, 3],
  );
});

test('bits are zeros and ones, as often the one as the other in every place of a word', t => {
  const count = 32 * 4000;
  const bits = randomStream(6, 'bits').bits(count);
  t.is(bits.length, count);
  const ones = new Array<number>(32).fill(0);
  for (const [i, bit] of bits.entries()) {
    t.true(bit === 0 || bit === 1);
    ones[i % 32]! += bit;
  }
  for (const of of ones) t.true(Math.abs(of - 2000) < 4 * Math.sqrt(1000), `${of}`);
  // The next ones are others, and fewer than a word are its first.
  const stream = randomStream(6, 'bits');
  t.deepEqual(stream.bits(5), bits.subarray(0, 5));
  t.deepEqual(stream.bits(64), bits.subarray(32, 96));
});

test('a shuffle is a permutation, made in place', t => {
  const property = fc.property(fc.nat({ max: 200 }), fc.integer(), (length, seed) => {
    const values = Uint32Array.from({ length }, (_, i) => i);
    const shuffled = randomStream(seed, 'shuffle').shuffle(values);
    t.is(shuffled, values);
    t.true([...shuffled].sort((a, b) => a - b).every((value, i) => value === i));
  });
  t.notThrows(() => fc.assert(property));
});

test('a shuffle puts every value in every place equally often', t => {
  const counts = new Array<number>(16).fill(0);
  for (let seed = 0; seed < 4000; seed++) {
    for (const [place, value] of randomStream(seed, 'shuffle').shuffle([0, 1, 2, 3]).entries()) {
      counts[4 * place + value]!++;
    }
  }
  for (const count of counts) t.true(Math.abs(count - 1000) < 4 * Math.sqrt(750), `${count}`);
});
