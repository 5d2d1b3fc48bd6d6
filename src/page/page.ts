import { type LanguageCode, languageCodes, languages } from '../language/languages.ts';
import { inAllLanguages, localized, msg, type Text } from '../language/phrase.ts';
import { type Content, html, scriptJson, verbatim } from './html.ts';
import { packedContent, packedData, packedScript } from './packed.ts';
import { chartLibraries, clientScript, contentSecurityPolicy, styleSheet } from './scripts.ts';

export interface PageParts {
  readonly title: Text;
  /** Rules beside those of all pages. */
  readonly style: string;
  /** The language that the page opens in; absent: the reader's, as the browser tells it. */
  readonly language?: LanguageCode | undefined;
  readonly main: Content;
  /** JSON from which `client/` draws charts, by the id of its script element; absent: the page has no charts. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Words that the script shows by itself. */
const clientTexts = {
  failed: msg`This chart could not be drawn: ${'{0}'}`,
  download: msg`Download CSV`,
  copy: msg`Copy Vega-Lite specification`,
  copied: msg`Copied`,
  cut: msg`The first ${'{0}'} of ${'{1}'} rows; the file has all.`,
  chart: msg`chart`,
  end: msg`end of training`,
  epoch: msg`epoch ${'{0}'}`,
} as const;

/** A whole HTML document in all languages, one of them shown, that needs no network and no server. */
export function page({ title, style: own, language, main, data }: PageParts): string {
  const libraries = data ? chartLibraries() : [];
  const script = clientScript();
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
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy([...libraries, script], [style])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<main lang="${shown!}">
${controls}${main}</main>
<div id="values" role="status"></div><div id="values-ring" hidden></div>
${others.map(
  code => html`${packedContent(html`${controls}${main}`.in(code), code)}
`,
)}<script type="application/json" id="client">${scriptJson(client)}</script>
${Object.entries(data ?? {}).map(([id, value]) => html`${packedData(JSON.stringify(value), id)}\n`)}${libraries.map(source => html`${packedScript(source)}\n`)}<script>${verbatim(script)}</script>
</body>
</html>
`.in(shown!);
}

/** The reader's choice of colours; what the system says is one of them. */
const themes = [
  ['light', msg`Light`],
  ['dark', msg`Dark`],
  ['system', msg`As the system`],
] as const;

const controls = html`<div class="controls" role="group" aria-label="${msg`How this page looks`}">
<span class="live">${msg`Live: follows the training`}</span>
${languageCodes.map(code => html`<button type="button" data-show-language="${code}" lang="${code}">${languages[code]}</button>\n`)}<span class="choice">${themes.map(([name, words]) => html`<button type="button" data-theme-choice="${name}">${words}</button>\n`)}</span></div>
`;
