import { createHash } from 'node:crypto';
import type { RawTexts } from '../text/text-set.ts';
import { drawTexts } from './draw.ts';
import { CLASSES, SYNTHETIC_TEXT_SIZES } from './sizes.ts';

/** The synthetic set with what tells it apart. */
export function syntheticTexts(sizes = SYNTHETIC_TEXT_SIZES): RawTexts {
  const sets = drawTexts(sizes);
  const hash = createHash('sha256');
  for (const { labels, texts } of [sets.train, sets.test]) hash.update(labels).update(texts.join('\n'));
  return { name: 'synthetic-text', classes: CLASSES, sha256: hash.digest('hex'), ...sets };
}
