import { msg } from '../../language/phrase.ts';
import { imageSource } from '../images/source.ts';
import { CLASSES, SYNTHETIC_SIZES } from './sizes.ts';

/** Procedural images that need no download: for tests, and for machines with no network. */
export const synthetic = imageSource({
  name: 'synthetic',
  title: 'synthetic',
  standIn: msg`Synthetic images, not CIFAR-10`,
  classes: CLASSES,
  ...SYNTHETIC_SIZES,
  classNames: [
    msg`vertical stripes, narrow`,
    msg`horizontal stripes, narrow`,
    msg`diagonal stripes, narrow`,
    msg`plaid, narrow`,
    msg`rings, narrow`,
    msg`vertical stripes, wide`,
    msg`horizontal stripes, wide`,
    msg`diagonal stripes, wide`,
    msg`plaid, wide`,
    msg`rings, wide`,
  ],
  openImages: async () => (await import('./kept.ts')).syntheticImages(),
  load: async () => (await import('./kept.ts')).wholeSynthetic(),
});
