import { type LanguageCode, languageCodes, languages } from '../language/languages.ts';
import { inAllLanguages, localized, msg, type Text } from '../language/phrase.ts';
import { type Content, html, scriptJson, verbatim } from './html.ts';
import { clientScript, contentSecurityPolicy, inlineScripts, styleSheet } from './scripts.ts';

export interface PageParts {
  readonly title: Text;
  /** Rules beside those of all pages. */
  readonly style: string;
  /** The language that the page opens in; absent: the reader's, as the browser tells it. */
  readonly language?: LanguageCode | undefined;
  readonly main: Content;
  /** JSON from which `client.js` draws charts, by the id of its script element; absent: the page has no charts. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Words that `client.js` shows by itself. */
const clientTexts = {
  failed: msg`This chart could not be drawn: ${'{0}'}`,
  download: msg`Download CSV`,
  copy: msg`Copy Vega-Lite specification`,
  copied: msg`Copied`,
  cut: msg`The first ${'{0}'} of ${'{1}'} rows; the file has all.`,
} as const;

/** A whole HTML document in all languages, one of them shown, that needs no network and no server. */
export function page({ title, style: own, language, main, data }: PageParts): string {
  const scripts = data ? inlineScripts() : [clientScript()];
  const style = styleSheet() + own;
  const [shown, ...others] = [...languageCodes].sort(
    (a, b) => Number(b === language) - Number(a === language),
  );
  const client = {
    chosen: language ?? null,
    texts: inAllLanguages(code => localized({ ...clientTexts, title }, code)),
  };
  return html`<!doctype html>
<html lang="${shown!}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(scripts, [style])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<main lang="${shown!}">
${controls}${main}</main>
${others.map(
  code => html`<template data-language="${code}">
${verbatim(html`${controls}${main}`.in(code))}</template>
`,
)}${Object.entries({ ...data, client }).map(
  ([id, value]) => html`<script type="application/json" id="${id}">${scriptJson(value)}</script>\n`,
)}${scripts.map(source => html`<script>${verbatim(source)}</script>\n`)}</body>
</html>
`.in(shown!);
}

const controls = html`<div class="controls" role="group" aria-label="${msg`How this page looks`}">
${languageCodes.map(code => html`<button type="button" data-show-language="${code}" lang="${code}">${languages[code]}</button>\n`)}<button type="button" data-switch-theme>${msg`Light or dark`}</button>
</div>
`;
