import test from 'ava';
import {
  counted,
  duration,
  fixed,
  grouped,
  percent,
  roughDuration,
  signed,
  significant,
} from '../../src/language/numbers.ts';
import { listed, type Phrase } from '../../src/language/phrase.ts';

test('numbers keep the digits that they are asked for', t => {
  t.is(significant(12.345678), 12.346);
  t.is(significant(0.000012345678, 4), 0.00001235);
});

test('signs are typographic, zero has none, a missing number is a dash', t => {
  t.deepEqual([fixed(-1.256), fixed(-0.001), fixed(null)], ['−1.26', '0.00', '–']);
  t.deepEqual([signed(2), signed(-2), signed(0), signed(undefined)], ['+2.00', '−2.00', '0.00', '–']);
});

test('a percentage is written as its language writes it', t => {
  t.deepEqual([percent(97.5).in('en'), percent(97.5).in('zh-CN')], ['97.5 %', '97.5%']);
});

test('thousands, counts, lists and durations read as prose', t => {
  t.deepEqual([grouped(853018), grouped(1727962), grouped(999)], ['853,018', '1,727,962', '999']);
  t.deepEqual([counted(1, 'run'), counted(1200, 'run')].map(String), ['1 run', '1,200 runs']);
  t.deepEqual([listed([]), listed([8]), listed([8, 20, 32])].map(String), ['', '8', '8, 20 and 32']);
  t.deepEqual([duration(42), duration(200), duration(7500), duration(null)].map(String), [
    '42 s',
    '3 min 20 s',
    '2 h 5 min',
    '–',
  ]);
});

test('estimates are told as people do', t => {
  const seconds = [0, 0.4, 40, 89, 90, 12 * 60, 89 * 60, 90 * 60, 3 * 3600 + 5 * 60, 50 * 3600];
  t.deepEqual(seconds.map(roughDuration).map(String), [
    '0 s',
    '0 s',
    '40 s',
    '1 min 29 s',
    '2 min',
    '12 min',
    '1 h 29 min',
    '1 h 30 min',
    '3 h 5 min',
    '50 h',
  ]);
  t.is((duration(7500) as Phrase).in('zh-CN'), '2 小时 5 分');
});
