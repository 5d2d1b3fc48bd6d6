import { type Content, html, type SafeHtml } from '../../page/html.ts';
import { type WordName, words } from './words.ts';

/** A text that the script says again in another language. */
export function said(name: WordName): SafeHtml {
  return html`<span data-text="${name}">${words[name]}</span>`;
}

/** A heading, a paragraph or the like with one text in it. */
export function heading(level: 2 | 3 | 4, name: WordName): SafeHtml {
  const tags = {
    2: html`<h2 data-text="${name}">${words[name]}</h2>`,
    3: html`<h3 data-text="${name}">${words[name]}</h3>`,
    4: html`<h4 data-text="${name}">${words[name]}</h4>`,
  };
  return tags[level];
}

export function note(name: WordName): SafeHtml {
  return html`<p class="small" data-text="${name}">${words[name]}</p>`;
}

export function button(role: string, name: WordName): SafeHtml {
  return html`<button type="button" data-do="${role}" data-text="${name}">${words[name]}</button>\n`;
}

/** A value of a choice, and what it is called: in all languages alike, or by a word of the page. */
export interface Option {
  readonly value: string;
  readonly label?: string;
  readonly word?: WordName;
}

/** @param field its name in settings */
export function select(field: string, label: WordName, options: readonly Option[]): SafeHtml {
  return html`<label>${said(label)} <select data-field="${field}">${options.map(
    ({ value, label: shown = value, word }) =>
      word
        ? html`<option value="${value}" data-text="${word}">${words[word]}</option>`
        : html`<option value="${value}">${shown}</option>`,
  )}</select></label>\n`;
}

export function plainOptions(values: readonly (string | number)[]): Option[] {
  return values.map(value => ({ value: String(value) }));
}

/** A canvas that says what it shows: `name` finds it. */
export function canvas(name: string, height: 'tall' | 'low'): SafeHtml {
  return html`<canvas class="${height}" data-canvas="${name}" role="img"></canvas>\n`;
}

export function fieldset(legend: WordName, content: Content): SafeHtml {
  return html`<fieldset><legend>${said(legend)}</legend>\n${content}</fieldset>\n`;
}
