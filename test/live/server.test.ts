import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type ReportServer, serveReports } from '../../src/live/server.ts';
import { renderIndex } from '../../src/report/index-page.ts';
import { temporaryFolder } from '../data/fixtures.ts';

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
