import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path/posix';
import test from 'ava';
import { anchorsIn, linksIn, pages } from './pages.ts';

/** Links of a page that lead nowhere. */
function broken(path: string, text: string): string[] {
  return linksIn(text).filter(target => {
    if (/^https?:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const linked = file === '' ? path : normalize(join(path, '..', file));
    if (!existsSync(linked)) return true;
    return (
      anchor !== undefined && !anchorsIn(readFileSync(linked, 'utf8')).includes(decodeURIComponent(anchor))
    );
  });
}

for (const { path, text } of pages) {
  test(`${path} links to what is there`, t => {
    t.deepEqual(broken(path, text), []);
  });
}

test('a missing file, a missing heading and a missing picture are found', t => {
  const text =
    '# Here\n\n[a](no.md) [b](#here) [c](#there) ![d](../no.svg) [`e`](../README.md#no) [f](https://no)';
  t.deepEqual(broken('docs/here.md', text), ['no.md', '#here', '#there', '../no.svg', '../README.md#no']);
});

test('every page can be reached from the README of its language', t => {
  for (const [start, language] of [
    ['README.md', 'en'],
    ['README.zh-CN.md', 'zh-CN'],
  ] as const) {
    const readme = pages.find(page => page.path === start)!;
    const reached = new Set(linksIn(readme.text).map(target => target.split('#')[0]));
    const own = pages.filter(page => page.language === language && page.path !== start);
    t.deepEqual(
      own.filter(page => !reached.has(page.path)).map(page => page.path),
      [],
    );
  }
});
