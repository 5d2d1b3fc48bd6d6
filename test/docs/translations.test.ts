import test from 'ava';
import { codeIn, commandsIn, linksIn, pages, tablesIn, translationOf } from './pages.ts';

const english = pages.filter(({ language }) => language === 'en');
const pairs = english.flatMap(page => {
  const translation = translationOf(page.path);
  return translation ? [{ ...page, translation }] : [];
});

test('every Chinese page has an English one', t => {
  const translated = pairs.map(({ translation }) => translation.path);
  t.deepEqual(
    pages.filter(({ language, path }) => language === 'zh-CN' && !translated.includes(path)),
    [],
  );
  t.true(pairs.length > 15);
});

for (const { path, text, translation } of pairs) {
  test(`${path} and ${translation.path} show the same commands and code`, t => {
    const programs = (page: string) => codeIn(page).filter(({ language }) => language !== '');
    t.deepEqual(programs(translation.text), programs(text));
    t.deepEqual(new Set(commandsIn(translation.text)), new Set(commandsIn(text)));
  });

  test(`${path} and ${translation.path} have the same headings, tables and links`, t => {
    const levels = (page: string) => page.match(/^#+(?= )/gm);
    t.deepEqual(levels(translation.text), levels(text));
    t.deepEqual(shapes(translation.text), shapes(text));
    t.deepEqual(linksIn(translation.text).length, linksIn(text).length);
  });
}

/** Rows of each table, and what stands in code in the first cell of each. */
function shapes(page: string) {
  return tablesIn(page).map(rows => rows.map(([first]) => first!.match(/`[^`]+`/g) ?? []));
}

test('both READMEs are short', t => {
  for (const name of ['README.md', 'README.zh-CN.md']) {
    const { text } = pages.find(({ path }) => path === name)!;
    t.true(text.trimEnd().split('\n').length <= 120, name);
  }
});
