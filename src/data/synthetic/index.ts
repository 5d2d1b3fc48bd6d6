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
  load: async () => (await import('./generate.ts')).syntheticDataset(),
});
