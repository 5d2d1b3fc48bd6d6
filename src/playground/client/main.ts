/** Runs in the reader's browser: pairs of networks, their settings in the address, languages and colours. Loads nothing. */
import { all, client, press, remembered, root, text } from '../../page/client/dom.ts';
import { preferred } from '../../page/client/languages.ts';
import { unpack } from '../../page/client/packed.ts';
import { prepareThemes, showTheme } from '../../page/client/theme.ts';
import { addressOf, MOST_PAIRS, settingsIn } from '../address.ts';
import type { OpenedEngine } from '../protocol.ts';
import { DEFAULTS, isText, type Settings } from '../settings.ts';
import { pageData } from './data.ts';
import { Pair } from './pair.ts';

const pairs: Pair[] = [];
const place = document.getElementById('pairs')!;
let engine: OpenedEngine | null = null;

const around = {
  changed: keepAddress,
  opened(told: OpenedEngine) {
    engine = told;
    sayEngine();
  },
  remove(pair: Pair) {
    pairs.splice(pairs.indexOf(pair), 1);
    pair.end();
    arrange();
    keepAddress();
    addButton.focus();
  },
};

const addButton = all<HTMLButtonElement>('button[data-do="add"]')[0]!;
const known = Object.keys(client.texts);
root.lang = remembered.get('language') ?? preferred(navigator.languages, known, root.lang);
showTheme(remembered.get('theme'));
prepareThemes();
showLanguage();
void unpack(document).then(begin, sayWhy);

/** When all that workers need is unpacked. */
function begin(): void {
  addButton.onclick = () => {
    add({ ...pairs[0]!.settings });
    keepAddress();
  };
  offerEngines();
  for (const settings of settingsIn(location.hash)) add(settings);
  for (const button of all('button[data-show-language]')) {
    button.onclick = () => {
      remembered.set('language', button.dataset.showLanguage!);
      root.lang = button.dataset.showLanguage!;
      showLanguage();
    };
  }
  for (const button of all('button[data-story]')) {
    button.onclick = () => {
      const story = pageData.stories[Number(button.dataset.story)]!;
      pairs[0]!.show({ ...story.settings, ...untold(pairs[0]!.settings) });
      pairs[0]!.run();
      keepAddress();
    };
  }
  window.onhashchange = () => {
    for (const pair of pairs.splice(0)) pair.end();
    for (const settings of settingsIn(location.hash)) add(settings);
  };
  // Canvases take colours when they are drawn.
  new MutationObserver(redraw).observe(root, { attributeFilter: ['data-theme'] });
  matchMedia('(prefers-color-scheme: dark)').onchange = redraw;
  root.dataset.charts = 'drawn';
}

/** Where a browser cannot unpack it. */
function sayWhy({ message }: Error): void {
  document.getElementById('engine')!.textContent = text('packed', message);
  root.dataset.charts = 'failed';
}

function add(settings: Settings): void {
  const pair = new Pair(settings, around);
  pairs.push(pair);
  place.append(pair.element);
  arrange();
}

/** After pairs came or went. */
function arrange(): void {
  addButton.disabled = pairs.length >= MOST_PAIRS;
  keepStories();
  showLanguage();
}

function showLanguage(): void {
  document.title = text('title');
  for (const button of all('button[data-show-language]')) {
    press(button, button.dataset.showLanguage === root.lang);
  }
  for (const element of all('[data-text]')) element.textContent = text(element.dataset.text!);
  for (const element of all('[data-label]')) element.setAttribute('aria-label', text(element.dataset.label!));
  for (const [i, { words }] of pageData.stories.entries()) {
    const { title, sentence } = words[root.lang]!;
    all(`[data-story-title="${i}"]`)[0]!.textContent = title;
    all(`[data-story-sentence="${i}"]`)[0]!.textContent = sentence;
  }
  sayEngine();
  for (const [i, pair] of pairs.entries()) pair.translate(pairs.length > 1 ? i + 1 : 0);
}

/** A browser that knows nothing of WebGPU is not offered it. Whether there is a processor for it, it would answer aloud. */
function offerEngines(): void {
  if ('gpu' in navigator) return;
  const template = document.getElementById('pair') as HTMLTemplateElement;
  for (const option of all('option[value="webgpu"]', template.content)) option.remove();
}

function sayEngine(): void {
  const words = engine
    ? text(engine.engine === 'webgpu' ? 'webgpu' : 'engine', engine.versions['@tensorflow/tfjs']!)
    : text('loading');
  document.getElementById('engine')!.textContent = words;
}

/** Leaves what came before in the history as it was: settings are no pages. */
function keepAddress(): void {
  const address = addressOf(pairs.map(({ settings }) => settings));
  history.replaceState(null, '', `#${address}`);
  keepStories();
}

/** What no story says anything of: the reader's choice stays. Stories are about images. */
function untold({ data, seed, engine }: Settings): Pick<Settings, 'data' | 'seed' | 'engine'> {
  return { data: isText(data) ? DEFAULTS.data : data, seed, engine };
}

/** Marks the story that the first pair tells, on whatever images: networks for texts have other depths. */
function keepStories(): void {
  const told = (settings: Settings) => addressOf([{ ...settings, ...untold(DEFAULTS) }]);
  for (const button of all('button[data-story]')) {
    const { settings } = pageData.stories[Number(button.dataset.story)]!;
    press(button, pairs[0] !== undefined && told(settings) === told(pairs[0].settings));
  }
}

function redraw(): void {
  for (const pair of pairs) pair.redraw();
}
