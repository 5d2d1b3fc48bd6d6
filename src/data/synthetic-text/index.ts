import { msg } from '../../language/phrase.ts';
import { textSource } from '../text/source.ts';
import { CLASSES, SYNTHETIC_TEXT_SIZES } from './sizes.ts';

/** Made-up texts that need no download: for tests, and for machines with no network. */
export const syntheticText = textSource({
  name: 'synthetic-text',
  title: 'synthetic-text',
  standIn: msg`Synthetic texts, not reviews of films`,
  classes: CLASSES,
  classNames: [msg`negative`, msg`positive`],
  ...SYNTHETIC_TEXT_SIZES,
  load: async () => (await import('./generate.ts')).syntheticTexts(),
});
