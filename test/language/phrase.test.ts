import test from 'ava';
import {
  beginning,
  inLanguage,
  joined,
  listed,
  localized,
  msg,
  sentences,
} from '../../src/language/phrase.ts';

const verdict = (first: string, second: string) =>
  msg`Degradation: ${first} ends with a higher training error than ${second}.`;

test('a message is English wherever nobody asks for a language', t => {
  const text = verdict('plain-56', 'plain-20');
  t.is(`${text}`, 'Degradation: plain-56 ends with a higher training error than plain-20.');
  t.is(JSON.stringify({ text }), `{"text":"${text}"}`);
});

test('a message in another language has its values in that language, where that language puts them', t => {
  const text = inLanguage(msg`${verdict('plain-56', 'plain-20')}: ${msg`training error`}`, 'zh-CN');
  t.regex(text, /plain-56.*plain-20/);
  t.true(text.includes('训练误差'));
  t.notRegex(text, /[{}]|Degradation/);
});

test('line breaks in the source are spaces, and a value is never taken for a placeholder', t => {
  t.is(
    String(msg`one
      two ${'{1}'} ${'{0}'}`),
    'one two {1} {0}',
  );
});

test('a message that no catalogue has is said in English', t => {
  t.is(
    inLanguage(msg`An experiment of my own, with ${2} parts`, 'zh-CN'),
    'An experiment of my own, with 2 parts',
  );
});

test('lists, rows of sentences and joined parts follow the language', t => {
  const items = ['a', 'b', msg`test`];
  t.is(inLanguage(listed(items), 'en'), 'a, b and test');
  t.regex(inLanguage(listed(items), 'zh-CN'), /^a、b和测试/);
  t.is(String(sentences('One.', '', 'Two.')), 'One. Two.');
  t.is(inLanguage(sentences('一。', '二。'), 'zh-CN'), '一。二。');
  t.is(String(joined([], ', ')), '');
});

test('plain data is localized to any depth, and is not changed by it', t => {
  const data = { title: msg`test`, axes: [{ title: msg`Epoch`, n: 1, none: null }] } as const;
  t.deepEqual(localized(data, 'en'), { title: 'test', axes: [{ title: 'Epoch', n: 1, none: null }] });
  t.is(localized(data, 'zh-CN').title, '测试');
  t.is(String(data.title), 'test');
});

test('words begin a sentence with a capital, where the language has any', t => {
  const begun = beginning(msg`training error`);
  t.is(begun.in('en'), 'Training error');
  t.is(begun.in('zh-CN'), '训练误差');
  t.is(String(beginning('')), '');
});
