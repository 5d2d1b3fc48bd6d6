import test from 'ava';
import { blocksIn } from '../../docs/generate/blocks.ts';
import { withBlocks } from '../../docs/generate/pages.ts';
import { publishedPlans } from '../../docs/generate/published.ts';
import { speedTable } from '../../docs/generate/speed.ts';
import { languageCodes } from '../../src/language/languages.ts';
import { pages } from './pages.ts';

for (const language of languageCodes) {
  test(`tables of ${language} are those that npm run docs writes`, async t => {
    const blocks = await blocksIn(language, await publishedPlans());
    for (const page of pages.filter(page => page.language === language)) {
      t.is(withBlocks(page, blocks), page.text, `${page.path} is out of date; npm run docs writes it`);
    }
  });
}

test('a block that nobody writes is named with its page', t => {
  const page = { path: 'docs/x.md', language: 'en', text: '<!-- generated: no -->\n<!-- end -->' } as const;
  t.throws(() => withBlocks(page, new Map([['yes', '']])), {
    message: 'docs/x.md: nobody writes a block "no"; blocks: yes',
  });
});

test('the table of speed has the best of each kind of contestant', t => {
  const row = (name: string, rate: number) =>
    `| plain-20-32px-w16 | ${name} | ${rate} | 1–9 | 0.50 | 1 % | 9 |\n`;
  const page = [
    row('native-1', 500),
    row('native-2', 1000),
    row('native-2@before', 2000),
    row('wasm', 100),
    row('torch-eager-nchw-2', 300),
    row('torch-eager-nchw-2-keepmem', 400),
  ].join('');
  t.true(speedTable(page, 'en').endsWith('| `plain-20-32px-w16` | 1,000 | 100 | – | 300 | 400 |'));
  t.throws(() => speedTable('# Benchmark', 'en'), { message: /npm run bench/ });
});
