import { readdirSync, readFileSync } from 'node:fs';
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
export function readPages(): Page[] {
  const inDocs = readdirSync(fileURLToPath(new URL('docs', root)), { recursive: true, encoding: 'utf8' });
  const paths = ['README.md', 'README.zh-CN.md', ...inDocs.map(path => `docs/${path.replaceAll('\\', '/')}`)];
  return paths
    .filter(path => path.endsWith('.md'))
    .sort()
    .map(path => ({
      path,
      language: path.includes('zh-CN') ? 'zh-CN' : 'en',
      text: readFileSync(new URL(path, root), 'utf8'),
    }));
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
