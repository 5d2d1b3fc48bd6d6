import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../atomic-file.ts';
import { isCifar10AtHand, loadCifar10 } from '../data/cifar10/load.ts';
import { isImdbAtHand, loadImdb } from '../data/imdb/load.ts';
import type { TextSet } from '../data/text/text-set.ts';
import type { LoadOptions } from '../data/types.ts';
import { PLAYGROUND } from '../reports/index-page.ts';
import { writeIndex } from '../reports/reports-folder.ts';
import { packImages } from './packed-images.ts';
import { renderPlayground } from './page/page.ts';
import type { CarriedTexts, PackedImages } from './protocol.ts';
import { RESOLUTION } from './run-config.ts';

/** Images of CIFAR-10 that a page carries: five megabytes in Base64. */
const CARRIED = { train: 4000, test: 1000, resolution: RESOLUTION };

/** Reviews of films that it carries, and how many characters of each: more than the words that are read. */
const CARRIED_TEXTS = { train: 4000, test: 1000, characters: 400 };

/**
 * Writes the playground into a folder of reports, and the way to it into the index there, if there is one. Nothing is
 * fetched for it: it has images of CIFAR-10 and reviews of films where they are at hand.
 *
 * @param synthetic whether it is to have none of them
 * @param where they are looked for
 */
export async function writePlayground(
  reportsFolder: string,
  { synthetic = false } = {},
  where: LoadOptions = {},
): Promise<{ readonly path: string; readonly hasCifar10: boolean; readonly hasReviews: boolean }> {
  const cifar10 = synthetic ? undefined : await imagesAtHand(where);
  const reviews = synthetic ? undefined : await reviewsAtHand(where);
  const path = join(reportsFolder, PLAYGROUND);
  await mkdir(reportsFolder, { recursive: true });
  await writeWhole(path, await renderPlayground({ cifar10, reviews }));
  await writeIndex(reportsFolder);
  return { path, hasCifar10: cifar10 !== undefined, hasReviews: reviews !== undefined };
}

async function imagesAtHand(where: LoadOptions): Promise<PackedImages | undefined> {
  return (await isCifar10AtHand(where)) ? packImages(await loadCifar10(where), CARRIED) : undefined;
}

async function reviewsAtHand(where: LoadOptions): Promise<CarriedTexts | undefined> {
  if (!(await isImdbAtHand(where))) return undefined;
  const { train, test } = await loadImdb(where);
  // In the order of the data set, which is balanced from its beginning.
  const first = ({ texts, labels }: TextSet, count: number) => ({
    texts: texts.slice(0, count).map(text => text.slice(0, CARRIED_TEXTS.characters)),
    labels: [...labels.subarray(0, count)],
  });
  return { train: first(train, CARRIED_TEXTS.train), test: first(test, CARRIED_TEXTS.test) };
}
