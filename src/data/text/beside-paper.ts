import { grouped } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import type { BesidePaper } from '../../paper/beside-paper.ts';
import type { SplitSizes } from '../sizes.ts';
import type { TextConfig } from './config.ts';

/** What a run does with texts, where the paper had images. */
export function textBesidePaper({
  level,
  length,
  vocabulary,
  trainSize,
  trainEvalSize,
  valSize,
  testSize,
}: TextConfig & SplitSizes): BesidePaper {
  const text = msg`none: text`;
  return {
    here: {
      resolution: text,
      trainSize: grouped(trainSize),
      trainEvalSize: trainEvalSize === trainSize ? msg`all` : grouped(trainEvalSize),
      valSize: valSize === 0 ? msg`none` : grouped(valSize),
      testSize: grouped(testSize),
      crop: text,
      flip: text,
      normalisation: text,
      imageOrder: msg`shuffled before every epoch`,
      incompleteBatch: msg`left out; others in every epoch`,
    },
    own: [
      {
        id: 'tokens',
        name: msg`What is read`,
        source: msg`section 4.2`,
        paper: msg`images`,
        here: msg`of each text the first ${grouped(length)} ${levels[level]}, in lower case`,
      },
      {
        id: 'vocabulary',
        name: msg`Vocabulary`,
        source: msg`section 4.2`,
        paper: msg`none`,
        here: msg`the ${grouped(vocabulary)} most frequent ${levels[level]} of the training texts; all others count as one`,
      },
    ],
  };
}

const levels: Readonly<Record<TextConfig['level'], Text>> = {
  words: msg`words`,
  characters: msg`characters`,
};
