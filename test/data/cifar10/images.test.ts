import { join } from 'node:path';
import test from 'ava';
import { openCifar10Images } from '../../../src/data/cifar10/images.ts';
import { loadCifar10 } from '../../../src/data/cifar10/load.ts';
import { PIXEL_BYTES } from '../../../src/data/cifar10/manifest.ts';
import { FILES, MANIFEST, temporaryFolder, writeFiles } from '../fixtures.ts';

test('single images are those of the whole set, with their labels', async t => {
  const named = await temporaryFolder(t);
  await writeFiles(named);
  const options = { env: { CIFAR10_DIR: named }, manifest: MANIFEST };
  const raw = await loadCifar10(options);
  const images = (await openCifar10Images(options))!;
  for (const part of ['train', 'test'] as const) {
    for (const index of [0, 7, 19]) {
      const { label, pixels } = images.image(part, index);
      t.is(label, raw[part].labels[index]!);
      t.deepEqual(pixels, raw[part].images.slice(index * PIXEL_BYTES, (index + 1) * PIXEL_BYTES));
    }
  }
});

test('where the files are not at hand there are none, and nothing is fetched', async t => {
  const folder = await temporaryFolder(t);
  t.is(await openCifar10Images({ env: {}, cacheDir: folder, manifest: MANIFEST, sources: [] }), null);
  await writeFiles(folder, { 'test_batch.bin': FILES['test_batch.bin']! });
  t.is(await openCifar10Images({ env: { CIFAR10_DIR: join(folder) }, manifest: MANIFEST }), null);
});
