import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type TemplateLiteral } from 'acorn';
import { full } from 'acorn-walk';
import { transformSync } from 'esbuild';
import { templateOf } from '../../src/language/phrase.ts';

/** Keys of all messages in the sources, with the file that each is in. */
export function messagesIn(folders: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = join(folder, name);
      for (const template of templatesIn(readFileSync(file, 'utf8'))) found.set(template, file);
    }
  }
  return found;
}

function templatesIn(source: string): string[] {
  const { code } = transformSync(source, { loader: 'ts', target: 'esnext' });
  const templates: string[] = [];
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), node => {
    if (node.type !== 'TaggedTemplateExpression') return;
    const { tag, quasi } = node as unknown as { tag: { name?: string }; quasi: TemplateLiteral };
    if (tag.name === 'msg') templates.push(templateOf(quasi.quasis.map(({ value }) => value.cooked!)));
  });
  return templates;
}
