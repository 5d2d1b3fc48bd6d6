import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative, sep } from 'node:path';

/** This machine, which nobody else can reach. */
export const LOCAL = '127.0.0.1';

export interface ServeOptions {
  readonly reportsFolder: string;
  readonly resultsFolder: string;
  /** Default: this machine alone. */
  readonly host?: string;
  /** Default: any that is free. */
  readonly port?: number;
}

export interface ReportServer {
  /** `http://127.0.0.1:40123/` */
  readonly address: string;
  /** Tells whoever has a page open (`index.html`, `depth/quick.html`) that there is a newer one. */
  changed(page: string): void;
  close(): Promise<void>;
}

/**
 * Serves reports, and the files of results that they link to, for a person who looks while it trains. Pages differ from
 * the files in one thing: they ask for news, which their policy otherwise forbids. The playground does not.
 *
 * @throws an error of Node.js when the port is taken or the host is not this machine's
 */
export async function serveReports(options: ServeOptions): Promise<ReportServer> {
  const { reportsFolder, resultsFolder, host = LOCAL, port = 0 } = options;
  // Most commands serve nothing, and need not wait for it.
  const { default: sirv } = await import('sirv');
  const readers = new Set<ServerResponse>();
  const reports = sirv(reportsFolder, { dev: true });
  const results = sirv(resultsFolder, { dev: true });
  // Where links of pages lead to, which cannot leave the server's root.
  const fromReports = relative(reportsFolder, resultsFolder)
    .split(sep)
    .filter(part => part !== '..' && part !== '');

  const server = createServer((request, response) => {
    handle(request, response).catch(() => end(response, 500, 'this page could not be read'));
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page from elsewhere could make its own name stand for this address, and read what is not for it.
    if (host === LOCAL && !isLocal(request.headers.host))
      return end(response, 403, 'this server is for 127.0.0.1');
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'only GET and HEAD');
    const parts = partsOf(request.url);
    const missing = () => end(response, 404, 'there is no such file');
    if (!parts) return missing();
    const path = parts.join('/');
    if (path === 'events') return listen(request, response);
    if (path === '' || path.endsWith('.html')) return sendPage(parts, response);
    reports(request, response, () => {
      if (!fromReports.every((part, i) => part === parts[i])) return missing();
      request.url = `/${parts.slice(fromReports.length).map(encodeURIComponent).join('/')}`;
      results(request, response, missing);
    });
  }

  async function sendPage(parts: readonly string[], response: ServerResponse): Promise<void> {
    const page = parts.join('/') || INDEX;
    const written = await readFile(join(reportsFolder, page), 'utf8').catch(() => null);
    const html = written ?? (page === INDEX ? await emptyIndex() : null);
    if (html === null) return end(response, 404, `there is no ${page} yet`);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    const { PLAYGROUND } = await import('../index-page.ts');
    // Nothing makes that one new, and it promises not to use any network.
    response.end(page === PLAYGROUND ? html : listening(html));
  }

  function listen(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    readers.add(response);
    request.on('close', () => readers.delete(response));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    address: `http://${host}:${taken}/`,
    changed(page) {
      for (const reader of readers) reader.write(`event: changed\ndata: ${page}\n\n`);
    },
    async close() {
      for (const reader of readers) reader.end();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

const INDEX = 'index.html';

/** Whoever looks before the first run sees how to start one, and then its result. */
async function emptyIndex(): Promise<string> {
  const { renderIndex } = await import('../index-page.ts');
  return renderIndex([]);
}

/** Names of folders and the file that an address asks for; null for what is no address of one. */
function partsOf(url = '/'): string[] | null {
  try {
    const { pathname } = new URL(url, `http://${LOCAL}`);
    const parts = pathname.slice(1).split('/').map(decodeURIComponent);
    const leaves = parts.some(part => part === '..' || /[/\\\0]/.test(part));
    return leaves ? null : parts;
  } catch {
    return null;
  }
}

function isLocal(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');
}

/** A page that may ask this server, and does. */
function listening(html: string): string {
  const nothing = 'default-src &#39;none&#39;';
  return html
    .replace('<html ', '<html data-live ')
    .replace(nothing, `${nothing}; connect-src &#39;self&#39;`);
}

function end(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
