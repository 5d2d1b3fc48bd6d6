import test from 'ava';
import { encode, FILLING, RESERVED, UNKNOWN, vocabularyOf } from '../../../src/data/text/vocabulary.ts';

test('the most frequent tokens have numbers, equally frequent ones by their order', t => {
  const vocabulary = vocabularyOf(
    [
      ['b', 'a', 'c'],
      ['c', 'd'],
      ['a', 'c'],
    ],
    3,
  );
  t.deepEqual(
    [...vocabulary],
    [
      ['c', RESERVED],
      ['a', RESERVED + 1],
      ['b', RESERVED + 2],
    ],
  );
});

test('other tokens are one more, and short texts are filled up', t => {
  const out = new Int32Array(5).fill(9);
  encode(
    ['b', 'x', 'a'],
    new Map([
      ['a', 2],
      ['b', 3],
    ]),
    out,
  );
  t.deepEqual([...out], [3, UNKNOWN, 2, FILLING, FILLING]);
});
