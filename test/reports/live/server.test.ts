import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { renderIndex } from '../../../src/reports/index-page.ts';
import { type ReportServer, serveReports } from '../../../src/reports/live/server.ts';
import { temporaryFolder } from '../../data/fixtures.ts';

/** A server of made-up files, for one test. */
async function started(t: ExecutionContext): Promise<ReportServer> {
  const folder = await temporaryFolder(t);
  const [reportsFolder, resultsFolder] = [join(folder, 'reports'), join(folder, 'results')];
  await mkdir(join(reportsFolder, 'depth'), { recursive: true });
  await mkdir(join(resultsFolder, 'depth'), { recursive: true });
  await writeFile(join(reportsFolder, 'index.html'), renderIndex([]));
  await writeFile(join(reportsFolder, 'depth', 'error-curves.svg'), '<svg/>');
  await writeFile(join(resultsFolder, 'depth', 'summary.csv'), 'run_id\n');
  await writeFile(join(folder, 'secret'), 'secret');
  const server = await serveReports({ reportsFolder, resultsFolder });
  t.teardown(() => server.close());
  return server;
}

test('a page asks its server for news, and is otherwise as strict as in its file', async t => {
  const html = await (await fetch((await started(t)).address)).text();
  t.regex(html, /<html data-live lang="en">/);
  t.true(html.includes('default-src &#39;none&#39;; connect-src &#39;self&#39;; script-src &#39;sha256-'));
});

test('pictures, and the results that pages link to, are there; nothing else is', async t => {
  const { address } = await started(t);
  const status = async (path: string) => (await fetch(address + path)).status;
  t.is(await status('depth/error-curves.svg'), 200);
  t.is(await (await fetch(`${address}results/depth/summary.csv`)).text(), 'run_id\n');
  for (const path of [
    'depth.html',
    'nothing.svg',
    '..%2fsecret',
    'results/..%2f..%2fsecret',
    '%2e%2e/secret',
  ]) {
    t.is(await status(path), 404, path);
  }
  t.is((await fetch(address, { method: 'POST' })).status, 405);
});

test('pages and files are found whatever is in their names and however deep they lie', async t => {
  const folder = await temporaryFolder(t);
  const [reportsFolder, resultsFolder] = [
    join(folder, 're ports'),
    join(folder, 'my results #1 50%', '结果'),
  ];
  await mkdir(join(reportsFolder, 'depth', 'quick'), { recursive: true });
  await mkdir(join(resultsFolder, 'depth'), { recursive: true });
  const page = renderIndex([]);
  for (const name of ['compare-depth--a--mixup-0.2.html', 'compare-depth--基准--b.html', 'depth/quick.html'])
    await writeFile(join(reportsFolder, name), page);
  await writeFile(join(reportsFolder, 'depth', 'quick', 'error-curves.svg'), '<svg/>');
  await writeFile(join(resultsFolder, 'depth', 'summary.csv'), 'run_id\n');
  const server = await serveReports({ reportsFolder, resultsFolder });
  t.teardown(() => server.close());
  const text = async (path: string) => (await fetch(server.address + path)).text();
  for (const path of [
    'compare-depth--a--mixup-0.2.html',
    `compare-depth--${encodeURIComponent('基准')}--b.html`,
  ])
    t.true((await text(path)).includes('data-live'), path);
  t.true((await text('depth/quick.html')).includes('data-live'));
  t.is(await text('depth/quick/error-curves.svg'), '<svg/>');
  const results = ['my results #1 50%', '结果'].map(encodeURIComponent).join('/');
  t.is(await text(`${results}/depth/summary.csv`), 'run_id\n');
  // As pages of two depths link to it.
  for (const from of ['index.html', 'depth/quick.html']) {
    const link = new URL(
      `${'../'.repeat(from.split('/').length)}${results}/depth/summary.csv`,
      server.address + from,
    );
    t.is(await (await fetch(link)).text(), 'run_id\n');
  }
  t.is((await fetch(`${server.address}%E0%A4%A`)).status, 404);
});

test('before the first report there is an index that waits for it', async t => {
  const folder = await temporaryFolder(t);
  const server = await serveReports({ reportsFolder: folder, resultsFolder: join(folder, 'results') });
  t.teardown(() => server.close());
  const answer = await fetch(server.address);
  t.is(answer.status, 200);
  const html = await answer.text();
  t.true(html.includes('data-live') && html.includes('npm run exp:depth'));
  t.is((await fetch(`${server.address}depth.html`)).status, 404);
});

test('a request for another host is refused: it comes from a page elsewhere', async t => {
  const { port } = new URL((await started(t)).address);
  const status = await new Promise(resolve => {
    request({ host: '127.0.0.1', port, headers: { host: 'example.org' } }, response => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  t.is(status, 403);
});

test('whoever listens is told which page is newer', async t => {
  const server = await started(t);
  const answer = await fetch(`${server.address}events`);
  t.is(answer.headers.get('content-type'), 'text/event-stream');
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  t.is((await reader.read()).value, 'retry: 1000\n\n');
  server.changed('depth.html');
  t.is((await reader.read()).value, 'event: changed\ndata: depth.html\n\n');
  await reader.cancel();
});
