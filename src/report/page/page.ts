import type { PageScales } from '../charts/chart.ts';
import { chartConfig, colorVariables } from '../theme.ts';
import { html, type SafeHtml, scriptJson, verbatim } from './html.ts';
import { contentSecurityPolicy, inlineScripts, styleSheet } from './scripts.ts';

export interface PageParts {
  readonly title: string;
  readonly scales: PageScales;
  /** Everything between title and charts. */
  readonly opening: SafeHtml;
  readonly figures: readonly SafeHtml[];
  /** Everything after the charts. */
  readonly closing: readonly (SafeHtml | null)[];
}

/** A whole HTML document that needs no network and no server. */
export function page({ title, scales, opening, figures, closing }: PageParts): string {
  const scripts = inlineScripts();
  const style = styleSheet() + colorRules(scales);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(scripts, [style])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<main>
${opening}${
  figures.length > 0 &&
  html`<section aria-labelledby="charts">
<h2 id="charts">What was measured</h2>
<noscript><p class="notice">The charts are drawn by a script in this file, which your browser does not run. The table of runs below needs none.</p></noscript>
${figures}</section>
`
}${closing}</main>
<script type="application/json" id="chart-config">${scriptJson(chartConfig)}</script>
${scripts.map(source => html`<script>${verbatim(source)}</script>\n`)}</body>
</html>
`.text;
}

function colorRules(scales: PageScales): string {
  return `:root{${colorVariables('light', scales)}}
@media screen and (prefers-color-scheme: dark){:root{${colorVariables('dark', scales)}}}
`;
}
