/** A process that fills the cache in the folder of its argument, see `load.test.ts`. */
import { once } from 'node:events';
import { ensureCifar10 } from '../../../src/data/cifar10/load.ts';
import { fakeSource, MANIFEST } from '../fixtures.ts';

const source = fakeSource('source');
const waiting = {
  ...source,
  async fetch(request: Parameters<typeof source.fetch>[0]) {
    await source.fetch(request);
    process.send!('fetched');
    await once(process, 'message');
  },
};
process.send!(
  await ensureCifar10({ cacheDir: process.argv[2]!, env: {}, manifest: MANIFEST, sources: [waiting] }),
);
process.disconnect();
