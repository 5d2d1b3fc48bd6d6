import test from 'ava';
import { syntheticTexts } from '../../../src/data/synthetic-text/generate.ts';

const raw = syntheticTexts({ train: 600, test: 200 });

test('synthetic texts are the same on every machine', t => {
  t.true(raw.train.texts[0]!.startsWith('lone soka flat not bold solo dull '));
  t.is(raw.sha256, '13f1c98fa25ad071ed771fc7bb29d4989dfee8785d6f12ecfef17268a76b9642');
  t.is(syntheticTexts({ train: 600, test: 200 }).sha256, raw.sha256);
});

test('classes are balanced, and no text stands twice', t => {
  t.is(raw.train.labels.filter(label => label === 1).length, 300);
  t.is(new Set([...raw.train.texts, ...raw.test.texts]).size, 800);
});

test('pairs of words tell the classes apart, and words alone less well', t => {
  const { texts, labels } = raw.train;
  const against = /\b(dull|flat|poor|weak)\b/g;
  const turned = /\bnot \w+/g;
  const shareRight = (score: (text: string) => number) =>
    texts.filter((text, i) => score(text) > 0 === (labels[i] === 0)).length / texts.length;
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const signs = (text: string) =>
    2 * count(text, against) - count(text, /\b(dull|flat|poor|weak|bold|fine|rich|warm)\b/g);
  const read = (text: string) =>
    signs(text.replace(turned, '')) - signs((text.match(turned) ?? []).join(' '));
  t.true(shareRight(read) > 0.97, `${shareRight(read)}`);
  t.true(shareRight(signs) < 0.8, `${shareRight(signs)}`);
});
