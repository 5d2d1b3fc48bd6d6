/**
 * Opens pages as readers do, from files: the reports in the folder that REPORTS names, or else the index and one report
 * of made-up runs.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import anyTest, { type TestFn } from 'ava';
import type { Browser, Page } from 'playwright-core';
import plainVsResidual from '../../../experiments/plain-vs-residual.ts';
import { languageCodes } from '../../../src/language/languages.ts';
import { renderReport } from '../../../src/report/experiment-report.ts';
import { renderIndex } from '../../../src/report/index-page.ts';
import { findBrowser, openBrowser, openPage } from '../browser.ts';
import { context, makeRuns } from '../fixtures.ts';

const executable = findBrowser();
const test = anyTest as TestFn<{ browser: Browser }>;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const folder = process.env.REPORTS ?? madeUp();

function madeUp(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'reports-'));
  const runs = makeRuns({ depths: [8, 20], seeds: 2, epochs: 3 });
  writeFileSync(path.join(made, 'plain-vs-residual.html'), renderReport(plainVsResidual, runs, context).html);
  writeFileSync(path.join(made, 'index.html'), renderIndex([]));
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
        // Not as a script of the page, which would refuse it.
        await page.evaluate(axe);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          t.deepEqual(await seriousViolations(page), [], colorScheme);
        }
        await page.setViewportSize({ width: 375, height: 800 });
        for (const language of languageCodes) {
          await page.click(`button[data-show-language="${language}"]`);
          t.is(await page.evaluate('document.documentElement.scrollWidth'), 375, language);
        }
        t.deepEqual(messages, []);
        t.deepEqual(requests, [address]);
        await page.close();
      },
    );
  }
} else {
  test('pages are not opened: no Chromium was found; name one in CHROMIUM_PATH', t => t.pass());
}

async function seriousViolations(page: Page): Promise<string[]> {
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`);
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}
