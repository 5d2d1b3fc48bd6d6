import { type LanguageCode, languageCodes, translation } from './languages.ts';

/**
 * Text whose language is chosen when a page is written. Written in English where it belongs, looked up in a catalogue
 * for every other language.
 */
export abstract class Phrase {
  abstract in(language: LanguageCode): string;

  /** English: for `claims.json`, logs and tests. */
  toString(): string {
    return this.in('en');
  }

  toJSON(): string {
    return this.in('en');
  }
}

/** Names, numbers and whatever else is the same in all languages are plain strings. */
export type Text = string | Phrase;

class Message extends Phrase {
  /** `{0} ends above {1}`: English, and the key in all catalogues. */
  readonly template: string;
  readonly #values: readonly (Text | number)[];

  constructor(template: string, values: readonly (Text | number)[]) {
    super();
    this.template = template;
    this.#values = values;
  }

  in(language: LanguageCode): string {
    return translation(this.template, language).replaceAll(/\{(\d+)\}/g, (_, position) =>
      inLanguage(this.#values[Number(position)] ?? '', language),
    );
  }
}

/**
 * Template tag for a sentence or a few words that a page shows. Values that are phrases are translated too; line breaks
 * count as spaces.
 */
export function msg(strings: TemplateStringsArray, ...values: readonly (Text | number)[]): Phrase {
  return new Message(templateOf(strings), values);
}

/** The key of a message in catalogues. */
export function templateOf(strings: readonly string[]): string {
  return strings
    .map((text, i) => (i === 0 ? text : `{${i - 1}}${text}`))
    .join('')
    .replaceAll(/\s+/g, ' ');
}

class Sentence extends Phrase {
  readonly #words: Text;

  constructor(words: Text) {
    super();
    this.#words = words;
  }

  in(language: LanguageCode): string {
    const [first = '', ...rest] = inLanguage(this.#words, language);
    return first.toLocaleUpperCase(language) + rest.join('');
  }
}

/** Words as they begin a sentence: with a capital, where a language has any. */
export function beginning(words: Text): Phrase {
  return new Sentence(words);
}

class List extends Phrase {
  readonly #items: readonly (Text | number)[];

  constructor(items: readonly (Text | number)[]) {
    super();
    this.#items = items;
  }

  in(language: LanguageCode): string {
    // British English has no comma before “and”.
    const format = new Intl.ListFormat(language === 'en' ? 'en-GB' : language, { type: 'conjunction' });
    return format.format(this.#items.map(item => inLanguage(item, language)));
  }
}

/** `8, 20 and 32`. */
export function listed(items: readonly (Text | number)[]): Phrase {
  return new List(items);
}

class Translated extends Phrase {
  readonly #translations: Translations;

  constructor(translations: Translations) {
    super();
    this.#translations = translations;
  }

  in(language: LanguageCode): string {
    return this.#translations[language];
  }
}

/** A text in every language: what is left of a phrase that was written to a file. */
export type Translations = Readonly<Record<LanguageCode, string>>;

export function translated(translations: Translations): Phrase {
  return new Translated(translations);
}

/** One value for each language, by its code. */
export function inAllLanguages<T>(of: (code: LanguageCode) => T): Record<LanguageCode, T> {
  return Object.fromEntries(languageCodes.map(code => [code, of(code)])) as Record<LanguageCode, T>;
}

/** What of a text can be written to a file. */
export function translationsOf(text: Text): Translations {
  return inAllLanguages(code => inLanguage(text, code));
}

class Joined extends Phrase {
  readonly #parts: readonly Text[];
  readonly #separator: Text;

  constructor(parts: readonly Text[], separator: Text) {
    super();
    this.#parts = parts;
    this.#separator = separator;
  }

  in(language: LanguageCode): string {
    return this.#parts
      .map(part => inLanguage(part, language))
      .filter(text => text !== '')
      .join(inLanguage(this.#separator, language));
  }
}

/** Parts that are not empty, one after the other. */
export function joined(parts: readonly Text[], separator: Text): Phrase {
  return new Joined(parts, separator);
}

/** Sentences in a row. A language that puts no space between them translates it away. */
export function sentences(...parts: readonly Text[]): Phrase {
  return joined(parts, msg` `);
}

/** A text as it is, a phrase or a number in that language. */
export function inLanguage(text: Text | number, language: LanguageCode): string {
  return text instanceof Phrase ? text.in(language) : String(text);
}

/** Texts that read differently, the first of each kind. */
export function distinctTexts(texts: readonly Text[]): Text[] {
  return [...new Map(texts.map(text => [String(text), text])).values()];
}

/** Whether two texts read the same. */
export function isSame(a: Text, b: Text): boolean {
  return String(a) === String(b);
}

/** What becomes of a value whose phrases have become strings. */
export type Localized<T> = T extends Phrase
  ? string
  : T extends readonly (infer Item)[]
    ? Localized<Item>[]
    : T extends object
      ? { [Key in keyof T]: Localized<T[Key]> }
      : T;

/** A copy of plain data in which every phrase, however deep, is a string of that language. */
export function localized<T>(value: T, language: LanguageCode): Localized<T> {
  if (value instanceof Phrase) return value.in(language) as Localized<T>;
  if (Array.isArray(value)) return value.map(item => localized(item, language)) as Localized<T>;
  if (typeof value !== 'object' || value === null) return value as Localized<T>;
  const entries = Object.entries(value).map(([key, item]) => [key, localized(item, language)]);
  return Object.fromEntries(entries) as Localized<T>;
}
