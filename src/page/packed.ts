import { gzipSync } from 'node:zlib';
import { html, type SafeHtml } from './html.ts';

const packedBefore = new Map<string, string>();

/**
 * A script that the page's own one unpacks: half as long and less, and nothing in it can end the element.
 *
 * @param id of what is data, in JSON; absent: of a script, which runs then
 */
export function packed(text: string, id?: string): SafeHtml {
  if (id !== undefined) return html`<script type="application/gzip" id="${id}">${gzipped(text)}</script>`;
  // The same on every page.
  if (!packedBefore.has(text)) packedBefore.set(text, gzipped(text));
  return html`<script type="application/gzip">${packedBefore.get(text)!}</script>`;
}

function gzipped(text: string): string {
  return gzipSync(text, { level: 9 }).toString('base64');
}
