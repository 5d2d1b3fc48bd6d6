import { gzipSync } from 'node:zlib';
import type { LanguageCode } from '../language/languages.ts';
import { html, type SafeHtml } from './html.ts';

const packedBefore = new Map<string, string>();

/*
 * What the page's own script unpacks: half as long and less, and nothing in it can end the element.
 */

/** A script, which runs then. */
export function packedScript(text: string): SafeHtml {
  // The same on every page.
  if (!packedBefore.has(text)) packedBefore.set(text, gzipped(text));
  return html`<script type="application/gzip">${packedBefore.get(text)!}</script>`;
}

/** Data, in JSON or as they are. */
export function packedData(text: string, id: string): SafeHtml {
  return html`<script type="application/gzip" id="${id}">${gzipped(text)}</script>`;
}

/** The page's content in a language that it does not open in. */
export function packedContent(text: string, language: LanguageCode): SafeHtml {
  return html`<script type="application/gzip" data-language="${language}">${gzipped(text)}</script>`;
}

function gzipped(text: string): string {
  return gzipSync(text, { level: 9 }).toString('base64');
}
