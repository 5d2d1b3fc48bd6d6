import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { LanguageCode } from '../../src/language/languages.ts';
import type { Blocks } from './blocks.ts';

/** A page in Markdown that is written for people. */
export interface Page {
  /** From the project's folder: `docs/zh-CN/glossary.md`. */
  readonly path: string;
  readonly language: LanguageCode;
  readonly text: string;
}

export const root = new URL('../../', import.meta.url);

/** Both READMEs and all pages of docs/. */
export async function readPages(): Promise<Page[]> {
  const inDocs = await readdir(fileURLToPath(new URL('docs', root)), { recursive: true });
  const paths = [
    'README.md',
    'README.zh-CN.md',
    ...inDocs.filter(path => path.endsWith('.md')).map(path => `docs/${path}`),
  ];
  return Promise.all(
    paths.sort().map(async path => ({
      path,
      language: path.includes('zh-CN') ? ('zh-CN' as const) : ('en' as const),
      text: await readFile(new URL(path, root), 'utf8'),
    })),
  );
}

const block = /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** A page with its blocks as they are to be. @throws Error for a block that nobody writes */
export function withBlocks({ path, text }: Page, blocks: Blocks): string {
  return text.replaceAll(block, (_, start: string, name: string, end: string) => {
    const content = blocks.get(name);
    if (content === undefined)
      throw new Error(`${path}: nobody writes a block "${name}"; blocks: ${[...blocks.keys()].join(', ')}`);
    return `${start}\n${content}\n\n${end}`;
  });
}
