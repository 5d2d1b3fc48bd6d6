/** Markup that may go into a page as it is. Only this file makes it. */
export class SafeHtml {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template accepts: text is escaped, markup is not, lists are joined, nothing is nothing. */
export type Content = SafeHtml | string | number | null | undefined | false | readonly Content[];

/**
 * Template tag that escapes whatever it is given, so text from runs (errors, names of variants) stays text.
 * Attribute values must be in double quotes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): SafeHtml {
  return new SafeHtml(strings.map((text, i) => (i === 0 ? text : toText(values[i - 1]) + text)).join(''));
}

/** Markup from this repository's own files. Never call it with anything that a run has written. */
export function verbatim(text: string): SafeHtml {
  return new SafeHtml(text);
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element or open a comment. */
export function scriptJson(value: unknown): SafeHtml {
  return new SafeHtml(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

function toText(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof SafeHtml) return content.text;
  if (Array.isArray(content)) return content.map(toText).join('');
  return escaped(String(content));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => entities[character]!);
}
