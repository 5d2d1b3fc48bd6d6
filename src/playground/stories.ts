import { msg, type Phrase } from '../language/phrase.ts';
import { DEFAULTS, type Settings } from './settings.ts';

/** A pair of networks to begin with, and what to look for: nothing that a run might not show. */
export interface Story {
  readonly title: Phrase;
  readonly sentence: Phrase;
  readonly settings: Settings;
}

const plain = (depth: number) => ({ kind: 'plain', depth }) as const;
const residual = (depth: number) => ({ kind: 'residual', depth }) as const;

/** The argument in four clicks. */
export const stories: readonly Story[] = [
  {
    title: msg`Shallow`,
    sentence: msg`Eight layers: do the plain network and its residual twin both learn?`,
    settings: { ...DEFAULTS, networks: [plain(8), residual(8)] },
  },
  {
    title: msg`Deep and plain`,
    sentence: msg`Thirty-two layers could do all that eight can, and more: does training find it?`,
    settings: { ...DEFAULTS, networks: [plain(8), plain(32)] },
  },
  {
    title: msg`Deep with shortcuts`,
    sentence: msg`The same thirty-two layers, from the same weights, with an addition around every second one: what changes?`,
    settings: DEFAULTS,
  },
  {
    title: msg`Without batch norm`,
    sentence: msg`Small first weights and nothing that normalises: watch what is left of the gradient in each.`,
    settings: { ...DEFAULTS, batchNorm: false, gain: 0.5, rate: 0.01 },
  },
];
