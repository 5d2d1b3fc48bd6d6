import { msg } from '../../language/phrase.ts';
import { imageSource } from '../images/source.ts';
import { CIFAR10, CLASSES } from './manifest.ts';

const { files, recordsPerFile } = CIFAR10;

/**
 * CIFAR-10 (Krizhevsky 2009), 184 MB in memory: from the folder in `CIFAR10_DIR` if that is set; else from the cache;
 * else from npm, else from its authors' site, into the cache.
 */
export const cifar10 = imageSource({
  name: 'cifar10',
  title: 'CIFAR-10',
  classes: CLASSES,
  train: (files.length - 1) * recordsPerFile,
  test: recordsPerFile,
  classNames: [
    msg`airplane`,
    msg`automobile`,
    msg`bird`,
    msg`cat`,
    msg`deer`,
    msg`dog`,
    msg`frog`,
    msg`horse`,
    msg`ship`,
    msg`truck`,
  ],
  openImages: async () => (await import('./images.ts')).openCifar10Images(),
  load: async options => (await import('./load.ts')).loadCifar10(options),
  download: {
    megabytes: 139,
    ensure: async options => (await import('./load.ts')).ensureCifar10(options),
    isAtHand: async () => (await import('./load.ts')).isCifar10AtHand(),
  },
});
