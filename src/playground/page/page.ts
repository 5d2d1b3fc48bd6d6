import { dataColors } from '../../charts/parts/colors.ts';
import { sourceOf } from '../../data/registry.ts';
import { languageCodes, languages } from '../../language/languages.ts';
import { inAllLanguages, inLanguage, localized, msg } from '../../language/phrase.ts';
import { html, type SafeHtml, scriptJson, verbatim } from '../../page/html.ts';
import { packedData } from '../../page/packed.ts';
import { contentSecurityPolicy, styleSheet } from '../../page/scripts.ts';
import { colorRules } from '../../page/theme.ts';
import type { CarriedTexts, PackedImages } from '../protocol.ts';
import { DATA } from '../settings.ts';
import { stories } from '../stories.ts';
import { binaries, clientSource, ownStyle, workerSource } from './bundle.ts';
import { pairTemplate } from './pair.ts';
import { button, note } from './parts.ts';
import { texts, words } from './words.ts';

export interface PlaygroundOptions {
  /** Real images that the page carries; absent: made-up ones alone, which are drawn in the browser. */
  readonly cifar10?: PackedImages | undefined;
  /** Reviews of films that the page carries; absent: made-up texts alone. */
  readonly reviews?: CarriedTexts | undefined;
}

/** The whole page: all that it computes with is inside. The same bytes on every machine, given the same options. */
export async function renderPlayground({ cifar10, reviews }: PlaygroundOptions = {}): Promise<string> {
  const [client, worker, files] = await Promise.all([clientSource(), workerSource(), binaries()]);
  const style = `${styleSheet()}${ownStyle()}${colorRules(mode => dataColors(mode, { depths: [], arms: ['plain', 'residual'] }))}`;
  const policy = contentSecurityPolicy([client], [style], { worker: true });
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title}</title>
<style>${verbatim(style)}</style>
</head>
<body>
<main>
${controls}<header>
<h1 data-text="title">${words.title}</h1>
${note('lead')}
</header>
<section aria-labelledby="stories">
<h2 id="stories" data-text="stories">${words.stories}</h2>
<ol class="stories">${stories.map(
    ({ title, sentence }, i) =>
      html`<li><button type="button" data-story="${i}"><b data-story-title="${i}">${title}</b> <span data-story-sentence="${i}">${sentence}</span></button></li>\n`,
  )}</ol>
</section>
<div id="pairs"></div>
<p>${button('add', 'addPair')}</p>
<section>
<p class="small" id="engine"></p>
${note('link')}
${cifar10 && html`<p class="small">${CITATION}</p>\n`}${reviews && html`<p class="small">${REVIEWS}</p>\n`}</section>
</main>
${pairTemplate({ cifar10: cifar10 !== undefined, reviews: reviews !== undefined })}${data(cifar10 ?? null, reviews ?? null)}${packedData(worker, 'worker')}
${packedData(files.backend, 'backend')}
${packedData(files.kernels, 'kernels')}
<script>${verbatim(client)}</script>
</body>
</html>
`.in('en');
}

/** As its authors ask for. */
const CITATION =
  'CIFAR-10: Alex Krizhevsky, “Learning Multiple Layers of Features from Tiny Images”, 2009, https://www.cs.toronto.edu/~kriz/cifar.html';

/** As theirs do. */
const REVIEWS =
  'Reviews of films: Andrew L. Maas et al., “Learning Word Vectors for Sentiment Analysis”, 2011, https://aclanthology.org/P11-1015';

const controls = html`<div class="controls" role="group" aria-label="${msg`How this page looks`}" data-label="looks">
${languageCodes.map(code => html`<button type="button" data-show-language="${code}" lang="${code}">${languages[code]}</button>\n`)}<span class="choice">${(['light', 'dark', 'system'] as const).map(name => html`<button type="button" data-theme-choice="${name}" data-text="${name}">${words[name]}</button>\n`)}</span></div>
`;

/** JSON for the script. */
function data(cifar10: PackedImages | null, reviews: CarriedTexts | null): SafeHtml {
  const client = { chosen: null, texts };
  const playground = {
    stories: stories.map(({ settings, title, sentence }) => ({
      settings,
      words: inAllLanguages(code => localized({ title, sentence }, code)),
    })),
    classes: Object.fromEntries(
      DATA.map(dataset => [
        dataset,
        inAllLanguages(code => (sourceOf({ dataset }).classNames ?? []).map(name => inLanguage(name, code))),
      ]),
    ),
    cifar10: cifar10 && { ...cifar10, bytes: undefined },
    hasReviews: reviews !== null,
  };
  return html`${json('client', client)}${json('playground', playground)}${cifar10 && embedded('cifar10', cifar10.bytes)}${reviews && packedData(JSON.stringify(reviews), 'imdb')}`;
}

function json(id: string, value: unknown): SafeHtml {
  return html`<script type="application/json" id="${id}">${scriptJson(value)}</script>\n`;
}

/** What no browser runs by itself, nor could be packed any further. */
function embedded(id: string, text: string): SafeHtml {
  return html`<script type="text/plain" id="${id}">${verbatim(text)}</script>\n`;
}
