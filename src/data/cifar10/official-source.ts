import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { extract } from 'tar';
import { sync } from '../cache/durable.ts';
import type { FetchRequest, Source } from '../cache/origin.ts';
import { DataError } from '../errors.ts';
import type { Manifest } from './manifest.ts';

export interface Archive {
  readonly url: string;
  readonly md5: string;
}

const CIFAR10_ARCHIVE: Archive = {
  url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  md5: 'c32a1d4ab5d03f1284b67883e8d87530',
};

/** For the bar alone, should the server not say how long the archive is. */
const USUAL_BYTES = 170_000_000;

/** The archive on the site of the data set's authors. */
export function officialSource(
  archive: Archive = CIFAR10_ARCHIVE,
  fetcher: typeof fetch = fetch,
): Source<Manifest> {
  return {
    label: archive.url,
    async fetch(request) {
      const file = join(request.scratch, 'archive.tar.gz');
      const md5 = await download(archive.url, file, request, fetcher);
      if (md5 !== archive.md5) {
        throw new DataError(`the archive is corrupt: expected MD5 ${archive.md5}, got ${md5}`);
      }
      await unpack(file, request);
    },
  };
}

/** Streams `url` to `file`; returns the MD5 (hex) of what arrived. */
async function download(
  url: string,
  file: string,
  { onProgress, signal }: FetchRequest<Manifest>,
  fetcher: typeof fetch,
): Promise<string> {
  const response = await fetcher(url, { signal: signal ?? null });
  if (!response.ok || !response.body) {
    throw new DataError(`the server answered ${response.status} ${response.statusText}`.trimEnd());
  }
  const total = Number(response.headers.get('content-length')) || USUAL_BYTES;
  const hash = createHash('md5');
  const handle = await open(file, 'w');
  let done = 0;
  try {
    for await (const chunk of response.body) {
      await handle.writeFile(chunk);
      hash.update(chunk);
      done += chunk.length;
      onProgress({ stage: 'download', done, total: Math.max(done, total) });
    }
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

async function unpack(file: string, { target, manifest }: FetchRequest<Manifest>): Promise<void> {
  const wanted = new Set(manifest.files.map(({ name }) => name));
  await extract({ file, cwd: target, strip: 1, filter: path => wanted.has(basename(path)) });
  for (const name of wanted) await sync(join(target, name));
}
