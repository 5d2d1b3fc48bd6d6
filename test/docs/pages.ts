import { readPages } from '../../docs/generate/pages.ts';

export type { Page } from '../../docs/generate/pages.ts';

export const pages = readPages();

/** The page in the other language; undefined where there is none. */
export function translationOf(path: string) {
  const other = path === 'README.md' ? 'README.zh-CN.md' : path.replace(/^docs\//, 'docs/zh-CN/');
  return pages.find(page => page.path === other);
}

/** Blocks of code, indented ones without their indentation. */
export function codeIn(text: string): { readonly language: string; readonly code: string }[] {
  const found = text.matchAll(/^```(\w*)\n([\s\S]*?)^```$|((?:^ {4}\S.*\n(?: {4}.*\n)*)+)/gm);
  return [...found].map(([, language, fenced, indented]) =>
    indented === undefined
      ? { language: language!, code: fenced! }
      : { language: '', code: indented.replaceAll(/^ {4}/gm, '') },
  );
}

/** What the project's own commands begin with, behind variables of the environment. */
export const variables = /^(?:[A-Z][A-Z_0-9]*=\S+ )*/;

/** Commands that a page tells its reader to type, from blocks and from within sentences, but for those of other programs. */
export function commandsIn(text: string): string[] {
  const blocks = codeIn(text).filter(({ language }) => language === '' || language === 'sh');
  const lines = blocks.flatMap(({ code }) => code.replaceAll(/\\\n\s*/g, '').split('\n'));
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  const inline = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, line]) => line!);
  return [...lines, ...inline]
    .flatMap(line => line.split(/ && | \| | > /))
    .map(line => line.trim())
    .filter(line => /^(?:npm|npx|node) /.test(line.replace(variables, '')));
}

/** Where links and pictures of a page lead: paths and anchors inside the project, addresses outside. */
export function linksIn(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '').replaceAll(/`[^`\n]*`(?!\])/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}

/** Anchors of a page's headings, as GitHub makes them. */
export function anchorsIn(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Cells of all tables, row by row. */
export function tablesIn(text: string): string[][][] {
  return [...text.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .map(row => row.slice(2, -2).split(' | ')),
  );
}
