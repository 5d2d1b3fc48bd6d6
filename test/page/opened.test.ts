/**
 * Opens pages as readers do, from files: those in the folder that REPORTS names, or else an index and a comparison; a
 * report is opened by `client.test.ts`.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import anyTest, { type TestFn } from 'ava';
import type { Browser } from 'playwright-core';
import { languageCodes } from '../../src/language/languages.ts';
import { renderComparison } from '../../src/reports/comparison/comparison-report.ts';
import { renderReport } from '../../src/reports/experiment-report.ts';
import { renderIndex } from '../../src/reports/index-page.ts';
import { definition } from '../reports/definition.ts';
import { context, cutShort, makeRun, makeRuns, withPredictions } from '../reports/fixtures.ts';
import { findBrowser, openBrowser, openPage, violations } from './browser.ts';

const executable = findBrowser();
const test = anyTest as TestFn<{ browser: Browser }>;

/** Cells whose words stand in a column hardly wider than one of their signs. */
const narrowCells = `[...document.querySelectorAll('main td, main th')]
  .filter(cell => cell.textContent.trim().length > 3 && cell.offsetParent !== null)
  .filter(cell => cell.clientWidth < 3 * parseFloat(getComputedStyle(cell).fontSize))
  .map(cell => cell.textContent)`;

const folder = process.env.REPORTS ?? madeUp();

/** Pages with markup in every name that a person, or a file of theirs, may have given. */
function madeUp(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'reports-'));
  const evil = `</script><script>document.title='broken'</script><img src=x onerror="document.title='broken'">'`;
  const small = { depths: [8, 20], seeds: 2, epochs: 2 };
  const first = makeRuns(small);
  const second = makeRuns({ ...small, config: { regularizers: [{ name: evil, options: { text: evil } }] } });
  const broken = cutShort(makeRun({ kind: 'plain', depth: 20, seed: 3, epochs: 2 }), 'diverged', 1, evil);
  const { html } = renderComparison(
    { ...definition, title: evil },
    { name: `first ${evil}`, runs: [...first, broken] },
    { name: `second ${evil}`, runs: second },
    { command: evil },
  );
  writeFileSync(path.join(made, 'compare.html'), html);
  const closer = renderReport(
    { ...definition, charts: [], claims: [] },
    makeRuns({ depths: [8], seeds: 1, epochs: 1 }).map(run => withPredictions(run)),
    {
      ...context,
      examples: {
        classNames: Array.from({ length: 10 }, (_, label) => `${label} ${evil}`),
        images: {
          side: 4,
          image: (_, index) => ({ label: (index / 3) % 10, pixels: new Uint8Array(48).fill(index % 256) }),
        },
      },
    },
  );
  writeFileSync(path.join(made, 'closer.html'), closer.html);
  const words = { en: evil, 'zh-CN': evil };
  const comparison = { name: evil, title: words, answer: words, compared: evil };
  writeFileSync(path.join(made, 'index.html'), renderIndex([], { comparisons: [comparison] }));
  return made;
}

if (executable) {
  test.before(async t => {
    t.context = { browser: await openBrowser(executable) };
  });

  test.after.always(async t => {
    await t.context.browser?.close();
    if (!process.env.REPORTS) rmSync(folder, { recursive: true });
  });

  for (const file of readdirSync(folder).filter(name => name.endsWith('.html'))) {
    const address = pathToFileURL(path.resolve(folder, file)).href;

    test.serial(
      `${file} opens quietly, is accessible in light and dark, and fits a narrow screen`,
      async t => {
        const { page, messages, requests } = await openPage(t.context.browser, address);
        t.is(await page.getAttribute('html', 'data-charts'), 'drawn');
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          t.deepEqual(await violations(page), [], colorScheme);
        }
        await page.setViewportSize({ width: 375, height: 800 });
        for (const language of languageCodes) {
          await page.click(`button[data-show-language="${language}"]`);
          t.is(await page.evaluate('document.documentElement.scrollWidth'), 375, language);
          t.deepEqual(await page.evaluate(narrowCells), [], language);
        }
        const sizes: number[] = await page.evaluate('[...document.images].map(image => image.naturalWidth)');
        if (file === 'closer.html') t.deepEqual(new Set(sizes), new Set([4]));
        t.deepEqual(messages, []);
        t.deepEqual(requests, [address]);
        t.not(await page.title(), 'broken');
        await page.close();
      },
    );
  }
} else {
  test('pages are not opened: no Chromium was found; name one in CHROMIUM_PATH', t => t.pass());
}
