import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { codeIn, pages } from './pages.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Files that pages show, by their paths in the project, which their first lines name. */
export const examples: ReadonlyMap<string, string> = new Map(
  pages
    .filter(({ language }) => language === 'en')
    .flatMap(({ text }) => codeIn(text))
    .flatMap(({ language, code }) => {
      const path = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
      return language === 'ts' && path ? [[path, code] as const] : [];
    }),
);

/**
 * Writes all of them to a folder where Node.js finds the project's packages. What they import of the project is the
 * project's, so that they share the state of its modules.
 *
 * @returns the path of each file
 */
export async function writeExamples(
  t: Pick<ExecutionContext, 'teardown'>,
): Promise<(path: string) => string> {
  const cache = join(root, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'degradation-lab-docs-'));
  t.teardown(() => rm(folder, { recursive: true }));
  // Beneath node_modules the project's own says nothing of what kind its modules are.
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  for (const [path, code] of examples) {
    const written = code.replaceAll(/(from |import\()'(\.[^']+)'/g, (whole, word: string, target: string) => {
      const meant = normalize(join(dirname(path), target));
      return examples.has(meant) ? whole : `${word}'${join(root, meant)}'`;
    });
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), written);
  }
  return path => join(folder, path);
}
