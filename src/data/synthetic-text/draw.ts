import { type RandomStream, randomStream } from '../../random.ts';
import type { RawTexts, TextSet } from '../text/text-set.ts';
import { CLASSES, SYNTHETIC_TEXT_SIZES } from './sizes.ts';

/** Never changes, and has nothing to do with the seed of a run. */
const GENERATOR_SEED = 20_160_605;

/** Two of them make a word that says nothing. */
const SYLLABLES = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'lo', 'mi', 'ne', 'pu', 'ra', 'so', 'ti', 'vu'];
/** Words that say which class a text is of, unless the one before turns them round. */
const SIGNS = [
  ['dull', 'flat', 'poor', 'weak'],
  ['bold', 'fine', 'rich', 'warm'],
] as const;
const TURNS_ROUND = 'not';
/** How often it does. Words alone then tell less than pairs of words do. */
const TURNED = 0.4;

/**
 * Made-up texts of two balanced classes, for tests and for machines with no network; the same on every machine, in a browser
 * too. Most words say nothing; every tenth, more or less, is a sign of the text's class, or `not` and a sign of the other one.
 */
export function drawTexts({ train, test } = SYNTHETIC_TEXT_SIZES): Pick<RawTexts, 'train' | 'test'> {
  return { train: generate('train', train), test: generate('test', test) };
}

function generate(split: string, count: number): TextSet {
  const random = randomStream(GENERATOR_SEED, 'synthetic-text', split);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % CLASSES);
  return { labels, texts: Array.from(labels, label => textOf(label, random)) };
}

function textOf(label: number, random: RandomStream): string {
  const words: string[] = [];
  const length = random.integer(30, 90);
  while (words.length < length)
    words.push(...(random.uniform() < 0.1 ? signOf(label, random) : wordOf(random)));
  return `${words.join(' ')}.`;
}

function wordOf(random: RandomStream): string[] {
  const syllable = () => SYLLABLES[random.integer(0, SYLLABLES.length - 1)]!;
  return [syllable() + syllable()];
}

function signOf(label: number, random: RandomStream): string[] {
  const isTurned = random.uniform() < TURNED;
  const signs = SIGNS[isTurned ? 1 - label : label]!;
  const sign = signs[random.integer(0, signs.length - 1)]!;
  return isTurned ? [TURNS_ROUND, sign] : [sign];
}
