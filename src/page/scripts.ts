import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const require = createRequire(import.meta.url);

/** Minified builds, in the order in which they must run; `client/` draws the charts with them. */
const libraries = [
  ['vega', 'vega.min.js'],
  ['vega-lite', 'vega-lite.min.js'],
  ['vega-embed', 'vega-embed.min.js'],
] as const;

let libraryCache: readonly string[] | undefined;
let client: string | undefined;

/** Sources of the libraries that charts are drawn with; read once in a process. */
export function chartLibraries(): readonly string[] {
  libraryCache ??= libraries.map(([name, file]) =>
    inlineSafe(readFileSync(path.join(buildFolder(name), file), 'utf8')),
  );
  return libraryCache;
}

/** The script that every page has, alone where there is no chart to draw: the modules in `client/`, as one. */
export function clientScript(): string {
  client ??= inlineSafe(bundle('client/main.ts'));
  return client;
}

function bundle(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    write: false,
  });
  return outputFiles[0]!.text;
}

/** The page's style sheet. */
export function styleSheet(): string {
  return ownFile('style.css');
}

/**
 * Policy under which a page loads nothing and runs no script but the given ones: no network, no `eval` (the
 * charts' expressions are interpreted), no script smuggled in through the text of a run.
 *
 * @param worker whether it may start workers of what it holds itself, and compile WebAssembly
 */
export function contentSecurityPolicy(
  scripts: readonly string[],
  styles: readonly string[],
  { worker = false } = {},
): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.map(sourceHash).join(' ')}${worker ? " 'wasm-unsafe-eval'" : ''}`,
    ...(worker ? ['worker-src blob:'] : []),
    `style-src ${styles.map(sourceHash).join(' ')}`,
    // Images that are part of the page.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sourceHash(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
}

/**
 * Takes what would end a script element early, and the link to the source map, which a browser's tools would
 * try to load. `\/` and `/` are the same in a string of JavaScript.
 */
export function inlineSafe(source: string): string {
  return source
    .replaceAll(/<\/(script)/gi, '<\\/$1')
    .replaceAll('<!--', '<\\!--')
    .replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '')
    .trim();
}

// The packages export their module build only; the minified one lies in the same folder.
function buildFolder(name: string): string {
  return path.dirname(require.resolve(name));
}

function ownFile(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
