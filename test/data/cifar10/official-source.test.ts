import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { create } from 'tar';
import { officialSource } from '../../../src/data/cifar10/official-source.ts';
import type { DataProgress } from '../../../src/data/types.ts';
import { digest, FILES, MANIFEST, namesIn, quiet, temporaryFolder, writeFiles } from '../fixtures.ts';

async function setUp(t: ExecutionContext) {
  const folder = await temporaryFolder(t);
  await writeFiles(join(folder, 'cifar-10-batches-bin'), { ...FILES, 'readme.html': new Uint8Array(3) });
  await create({ cwd: folder, file: join(folder, 'made.tar.gz'), gzip: true }, ['cifar-10-batches-bin']);
  const archive = await readFile(join(folder, 'made.tar.gz'));
  const [target, scratch] = [join(folder, 'target'), join(folder, 'scratch')];
  await mkdir(target);
  await mkdir(scratch);
  const url = 'https://example.org/cifar.tar.gz';
  const respond = (body: Uint8Array, init?: ResponseInit) =>
    (async () => new Response(new Uint8Array(body), init)) as typeof fetch;
  return { url, archive, target, respond, request: { ...quiet, target, scratch, manifest: MANIFEST } };
}

test('the official archive is streamed, checked and unpacked to the files alone', async t => {
  const { url, archive, respond, request, target } = await setUp(t);
  const events: DataProgress[] = [];
  const headers = { 'content-length': String(archive.length) };
  const source = officialSource({ url, md5: digest('md5', archive, 'hex') }, respond(archive, { headers }));
  t.is(source.label, url);
  await source.fetch({ ...request, onProgress: event => events.push(event) });
  t.deepEqual(await namesIn(target), Object.keys(FILES).sort());
  t.deepEqual(new Uint8Array(await readFile(join(target, 'test_batch.bin'))), FILES['test_batch.bin']!);
  t.deepEqual(events.at(-1), { stage: 'download', done: archive.length, total: archive.length });
});

test('an archive with other bytes is refused before it is unpacked', async t => {
  const { url, archive, respond, request, target } = await setUp(t);
  const md5 = digest('md5', archive, 'hex');
  const cut = archive.subarray(0, archive.length - 1);
  await t.throwsAsync(officialSource({ url, md5 }, respond(cut)).fetch(request), {
    message: `the archive is corrupt: expected MD5 ${md5}, got ${digest('md5', cut, 'hex')}`,
  });
  t.deepEqual(await namesIn(target), []);
});

test('an answer other than OK is told with its status', async t => {
  const { url, respond, request } = await setUp(t);
  const source = officialSource(
    { url, md5: '' },
    respond(new Uint8Array(), { status: 503, statusText: 'Busy' }),
  );
  await t.throwsAsync(source.fetch(request), { message: 'the server answered 503 Busy' });
});
