import { createHash } from 'node:crypto';
import type { RawImages } from '../images/image-set.ts';
import { drawSynthetic } from './draw.ts';
import { CLASSES, SYNTHETIC_SIZES } from './sizes.ts';

/** The synthetic set with what tells it apart. */
export function syntheticDataset(sizes = SYNTHETIC_SIZES): RawImages {
  const sets = drawSynthetic(sizes);
  const hash = createHash('sha256');
  for (const { labels, images } of [sets.train, sets.test]) hash.update(labels).update(images);
  return { name: 'synthetic', classes: CLASSES, sha256: hash.digest('hex'), ...sets };
}
