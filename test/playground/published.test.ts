import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { renderPlayground } from '../../src/playground/page/page.ts';

const published = new URL('../../reports/published/playground.html', import.meta.url);

/** Compressors of other machines make other bytes of the same content. */
function unpacked(page: string): string {
  return page.replaceAll(
    /(<script type="application\/gzip"[^>]*>)([^<]+)/g,
    (_, start, packed) => start + gunzipSync(Buffer.from(packed, 'base64')),
  );
}

test('the published playground is what its sources make, to the byte', async t => {
  const [kept, made] = await Promise.all([readFile(published, 'utf8'), renderPlayground()]);
  // Not compared by `is`, which would print megabytes.
  t.true(
    unpacked(kept) === unpacked(made),
    'reports/published/playground.html is out of date: npm run playground -- --synthetic --reports reports/published writes it',
  );
});

test('the page is small, and asks for nothing but what is in it', async t => {
  const page = await renderPlayground();
  t.true(page.length < 12e6, String(page.length));
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!;
  t.regex(policy, /^default-src (&#39;|')none/);
  t.false(/connect-src|https?:|unsafe-inline|'unsafe-eval/.test(policy));
});
