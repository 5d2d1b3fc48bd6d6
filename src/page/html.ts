import type { LanguageCode } from '../language/languages.ts';
import { Phrase, type Text, type Translations } from '../language/phrase.ts';

/** Markup that may go into a page as it is, in whatever language the page is. Only this file makes it. */
export class SafeHtml {
  readonly #parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
  }

  in(language: LanguageCode): string {
    return this.#parts
      .map(part => {
        if (typeof part === 'string') return part;
        return part instanceof Phrase ? escaped(part.in(language)) : part.in(language);
      })
      .join('');
  }
}

/** Markup, or a phrase that is escaped when its language is known. */
type Part = string | Phrase | { in(language: LanguageCode): string };

/** What a template accepts: text is escaped, markup is not, lists are joined, nothing is nothing. */
export type Content = SafeHtml | Text | number | null | undefined | false | readonly Content[];

/**
 * Template tag that escapes whatever it is given, so text from runs (errors, names of variants) stays text.
 * Attribute values must be in double quotes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): SafeHtml {
  return new SafeHtml(strings.flatMap((text, i) => (i === 0 ? [text] : [...partsOf(values[i - 1]), text])));
}

/** Markup from this repository's own files. Never call it with anything that a run has written. */
export function verbatim(text: string | Translations): SafeHtml {
  return new SafeHtml([typeof text === 'string' ? text : { in: language => text[language] }]);
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element or open a comment. */
export function scriptJson(value: unknown): SafeHtml {
  return new SafeHtml([JSON.stringify(value).replaceAll('<', '\\u003c')]);
}

function partsOf(content: Content): Part[] {
  if (content === null || content === undefined || content === false) return [];
  if (content instanceof SafeHtml || content instanceof Phrase) return [content];
  if (Array.isArray(content)) return content.flatMap(partsOf);
  return [escaped(String(content))];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A number and its percent sign stay on one line, however narrow a table's cell is. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => entities[character]!).replaceAll(/(?<=\d) %/g, '\u00a0%');
}
