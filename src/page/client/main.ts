/**
 * Runs in the reader's browser. Unpacks the rest of the page; draws every chart from the JSON beside it, as wide as its
 * box, and again when the box changes; shows values at pointer and keys; fills tables and CSV downloads on request; shows
 * the page in another language or other colours. Loads nothing.
 */
import { boxesNow, boxOf, findBoxes } from './boxes.ts';
import { all, client, press, remembered, root } from './dom.ts';
import { draw, drawAll, sayWhy } from './drawing.ts';
import { preferred } from './languages.ts';
import { PACKED_LANGUAGES, unpack } from './packed.ts';
import { follow } from './renewal.ts';
import { followBrushes, prepareChoices } from './sharing.ts';
import { prepareSliders, showSliders } from './slider.ts';
import { prepareSorting } from './sorting.ts';
import { prepareTables } from './tables.ts';
import { prepareThemes, showTheme } from './theme.ts';
import { followReaders } from './values.ts';

showTheme(remembered.get('theme'));
const known = Object.keys(client.texts);
const wanted =
  client.chosen ?? remembered.get('language') ?? preferred(navigator.languages, known, root.lang);
void open().then(begin, readOnly);

/** In the reader's language from the first moment; charts come later. */
async function open(): Promise<void> {
  const main = document.querySelector('main')!;
  main.hidden = wanted !== root.lang;
  try {
    await unpack(document, PACKED_LANGUAGES);
    showLanguage(wanted);
  } finally {
    main.hidden = false;
  }
  await unpack(document);
}

function begin(): void {
  prepare();
  followReaders();
  followBrushes();
  // Never rejects: a chart that fails says so in its box.
  void start().then(watchWidth);
  // Served while it trains: a page from a file asks nobody.
  if (root.dataset.live !== undefined) follow(prepare);
}

async function start(): Promise<void> {
  const boxes = findBoxes([]);
  showSliders();
  await drawAll(boxes);
}

/** Exchanges the page's content for that of a template, which takes the old one in its place. */
function showLanguage(code: string): void {
  const template = templateOf(code);
  if (template) {
    const main = document.querySelector('main')!;
    const old = [...main.childNodes];
    main.replaceChildren(...template.content.childNodes);
    template.content.replaceChildren(...old);
    template.dataset.language = root.lang;
    main.lang = code;
    root.lang = code;
    document.title = client.texts[code]!.title!;
  }
}

/** Where charts and their rows stay packed, all else can be read; where other languages do, none is offered. */
function readOnly(why: Error): void {
  prepareReading(() => readOnly(why));
  for (const button of all('button[data-show-language]')) {
    const code = button.dataset.showLanguage!;
    button.hidden = code !== root.lang && templateOf(code) === null;
  }
  sayWhy(why);
}

function templateOf(code: string): HTMLTemplateElement | null {
  return document.querySelector(`template[data-language="${CSS.escape(code)}"]`);
}

/** Whenever the page has other content: its buttons and tables. */
function prepare(): void {
  prepareReading(() => {
    prepare();
    void start();
  });
  for (const button of all('button[data-switch-scale]')) {
    press(button, boxOf(button.dataset.switchScale)?.shown === 1);
    button.onclick = async () => {
      const box = boxOf(button.dataset.switchScale)!;
      box.shown = 1 - box.shown;
      press(button, box.shown === 1);
      await draw(box);
    };
  }
  prepareChoices();
  prepareSliders();
  showSliders();
  prepareTables();
}

/** What needs no rows: languages, colours, the order of tables. @param onOther when the page is in another language */
function prepareReading(onOther: () => void): void {
  for (const button of all('button[data-show-language]')) {
    const code = button.dataset.showLanguage!;
    press(button, code === root.lang);
    button.onclick = () => {
      if (code === root.lang) return;
      remembered.set('language', code);
      showLanguage(code);
      onOther();
      all(`button[data-show-language="${code}"]`)[0]!.focus();
    };
  }
  prepareThemes();
  prepareSorting();
}

/** Milliseconds for which the window rests before charts follow it. */
const REST = 120;

function watchWidth(): void {
  let pending: ReturnType<typeof setTimeout> | undefined;
  const observer = new ResizeObserver(() => {
    clearTimeout(pending);
    pending = setTimeout(redrawChanged, REST);
  });
  // As wide as the boxes, whatever language they are in.
  observer.observe(document.querySelector('main')!);
}

async function redrawChanged(): Promise<void> {
  // Paper has its own width; charts shrink to it by style alone.
  if (matchMedia('print').matches) return;
  for (const box of boxesNow()) {
    const width = box.element.clientWidth;
    if (width > 0 && Math.abs(width - box.width) > 2) await draw(box);
  }
}
