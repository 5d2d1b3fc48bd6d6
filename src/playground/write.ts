import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../atomic-file.ts';
import { isCifar10AtHand, loadCifar10 } from '../data/cifar10/load.ts';
import type { LoadOptions } from '../data/types.ts';
import { PLAYGROUND } from '../reports/index-page.ts';
import { writeIndex } from '../reports/reports-folder.ts';
import { packImages } from './packed-images.ts';
import { renderPlayground } from './page/page.ts';
import type { PackedImages } from './protocol.ts';
import { RESOLUTION } from './run-config.ts';

/** Images of CIFAR-10 that a page carries: five megabytes in Base64. */
const CARRIED = { train: 4000, test: 1000, resolution: RESOLUTION };

/**
 * Writes the playground into a folder of reports, and the way to it into the index there, if there is one. Nothing is
 * fetched for it: it has images of CIFAR-10 where they are at hand.
 *
 * @param synthetic whether it is to have none of them
 * @param where they are looked for
 */
export async function writePlayground(
  reportsFolder: string,
  { synthetic = false } = {},
  where: LoadOptions = {},
): Promise<{ readonly path: string; readonly hasCifar10: boolean }> {
  const cifar10 = synthetic ? undefined : await imagesAtHand(where);
  const path = join(reportsFolder, PLAYGROUND);
  await mkdir(reportsFolder, { recursive: true });
  await writeWhole(path, await renderPlayground({ cifar10 }));
  await writeIndex(reportsFolder);
  return { path, hasCifar10: cifar10 !== undefined };
}

async function imagesAtHand(where: LoadOptions): Promise<PackedImages | undefined> {
  return (await isCifar10AtHand(where)) ? packImages(await loadCifar10(where), CARRIED) : undefined;
}
