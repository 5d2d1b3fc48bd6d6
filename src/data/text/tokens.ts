import type { TextConfig } from './config.ts';

/** A line break, as pages write it: it is none of a text's words. */
const LINE_BREAK = /<br\s*\/?>/gi;

/** Letters and digits, with apostrophes inside; or one of the marks that say how something is meant. */
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*|[.,!?]/gu;

/** Without line breaks, which are no words of it. */
export function onOneLine(text: string): string {
  return text.replace(LINE_BREAK, ' ');
}

/** The first `length` words or characters of a text, in lower case; of blanks there is one in a row. */
export function tokensOf(text: string, { level, length }: Pick<TextConfig, 'level' | 'length'>): string[] {
  const plain = onOneLine(text).toLowerCase();
  const tokens: string[] = [];
  const all = level === 'words' ? wordsOf(plain) : plain.replace(/\s+/g, ' ').trim();
  for (const token of all) {
    if (tokens.length === length) break;
    tokens.push(token);
  }
  return tokens;
}

function* wordsOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD)) yield word;
}
