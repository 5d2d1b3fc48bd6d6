import { type LanguageCode, languageCodes, languages } from '../../language/languages.ts';
import { localized, msg, type Text } from '../../language/phrase.ts';
import type { PageScales } from '../charts/chart.ts';
import { chartConfig, colorVariables } from '../theme.ts';
import { type Content, html, scriptJson, verbatim } from './html.ts';
import { contentSecurityPolicy, inlineScripts, styleSheet } from './scripts.ts';

export interface PageParts {
  readonly title: Text;
  readonly scales: PageScales;
  /** The language that the page opens in; absent: the reader's, as the browser tells it. */
  readonly language?: LanguageCode | undefined;
  readonly main: Content;
  /** JSON for `client.js`, by the id of its script element. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Words that `client.js` shows by itself. */
const clientTexts = {
  failed: msg`This chart could not be drawn: ${'{0}'}`,
  download: msg`Download CSV`,
  cut: msg`The first ${'{0}'} of ${'{1}'} rows; the file has all.`,
} as const;

/** A whole HTML document in all languages, one of them shown, that needs no network and no server. */
export function page({ title, scales, language, main, data }: PageParts): string {
  const scripts = inlineScripts();
  const style = styleSheet() + colorRules(scales);
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
)}${Object.entries({ ...data, 'chart-config': chartConfig, client }).map(
  ([id, value]) => html`<script type="application/json" id="${id}">${scriptJson(value)}</script>\n`,
)}${scripts.map(source => html`<script>${verbatim(source)}</script>\n`)}</body>
</html>
`.in(shown!);
}

/** One value for each language, by its code. */
export function inAllLanguages<T>(of: (code: LanguageCode) => T): Record<LanguageCode, T> {
  return Object.fromEntries(languageCodes.map(code => [code, of(code)])) as Record<LanguageCode, T>;
}

const controls = html`<div class="controls" role="group" aria-label="${msg`How this page looks`}">
${languageCodes.map(code => html`<button type="button" data-show-language="${code}" lang="${code}">${languages[code]}</button>\n`)}<button type="button" data-switch-theme>${msg`Light or dark`}</button>
</div>
`;

function colorRules(scales: PageScales): string {
  const dark = colorVariables('dark', scales);
  const swatches = scales.depths.map((_, i) => `.depth-${i}::before{background:var(--depth-${i})}`).join('');
  return `${swatches}:root{${colorVariables('light', scales)}}
@media screen and (prefers-color-scheme: dark){:root:not([data-theme=light]){${dark}}}
@media screen{:root[data-theme=dark]{${dark}}}
`;
}
