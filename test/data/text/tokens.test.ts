import test from 'ava';
import { tokensOf } from '../../../src/data/text/tokens.ts';

const words = (text: string, length = 100) => tokensOf(text, { level: 'words', length });
const characters = (text: string, length = 100) => tokensOf(text, { level: 'characters', length });

test('words are in lower case, with their apostrophes, and marks stand alone', t => {
  t.deepEqual(words("It's NOT good, is it?! (8/10)"), [
    "it's",
    'not',
    'good',
    ',',
    'is',
    'it',
    '?',
    '!',
    '8',
    '10',
  ]);
  t.deepEqual(words('Café “déjà-vu” …'), ['café', 'déjà', 'vu']);
});

test('line breaks of pages are none of the words, and part what they stand between', t => {
  t.deepEqual(words('good.<br /><br />Bad<BR>end'), ['good', '.', 'bad', 'end']);
  t.is(characters('good<br /><br />bad').join(''), 'good bad');
});

test('as many tokens are read as were asked for, the first ones', t => {
  t.deepEqual(words('one two three four', 3), ['one', 'two', 'three']);
  t.is(characters('  One   two ', 5).join(''), 'one t');
});

test('a text without a word has no token', t => {
  t.deepEqual(words(' <br /> — '), []);
  t.deepEqual(characters(' <br /> '), []);
});
