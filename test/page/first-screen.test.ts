/** What is seen of each report without scrolling, on a desk and on a telephone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import anyTest, { type TestFn } from 'ava';
import type { Browser, Page } from 'playwright-core';
import { experimentNames, loadExperiment } from '../../src/catalogue.ts';
import { renderReport } from '../../src/reports/experiment-report.ts';
import type { RunResult } from '../../src/results/schema.ts';
import { planRuns, variantArms } from '../../src/suite/plan.ts';
import type { Preset } from '../../src/suite/presets.ts';
import { exhaustive } from '../exhaustive.ts';
import { context, makeRun } from '../reports/fixtures.ts';
import { findBrowser, openBrowser, openPage } from './browser.ts';

const executable = findBrowser();
const test = anyTest as TestFn<{ browser: Browser; folder: string }>;

/** What a preset plans, two seeds of it at most, as if it had been trained. */
async function runsOf(preset: Preset): Promise<RunResult[]> {
  return planRuns(preset, {}, await variantArms(preset))
    .filter(({ config }) => config.seed <= 2)
    .map(({ config }) => makeRun({ ...config, epochs: 2, config }));
}

function bottomOf(page: Page, selector: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate(element => element.getBoundingClientRect().bottom);
}

if (executable) {
  test.before(async t => {
    t.context = {
      browser: await openBrowser(executable),
      folder: mkdtempSync(path.join(tmpdir(), 'first-screen-')),
    };
  });

  test.after.always(async t => {
    await t.context.browser?.close();
    if (t.context.folder) rmSync(t.context.folder, { recursive: true });
  });

  for (const name of exhaustive ? experimentNames() : ['plain-vs-residual', 'gradient-flow']) {
    test.serial(
      `${name}: question, answer, budget, picture and verdicts are seen without scrolling`,
      async t => {
        const { browser, folder } = t.context;
        const file = path.join(folder, `${name}.html`);
        // Nothing below the first screen matters here.
        const experiment = { ...(await loadExperiment(name)), charts: [] };
        writeFileSync(file, renderReport(experiment, await runsOf(experiment.presets.quick), context).html);
        const address = pathToFileURL(file).href;
        for (const locale of exhaustive ? ['en-GB', 'zh-CN'] : ['zh-CN']) {
          const desk = await openPage(browser, address, { locale, viewport: { width: 1280, height: 800 } });
          for (const part of [
            'h1',
            '.badges',
            '.answer',
            '.first .chart svg',
            '.blocks svg',
            '.verdicts thead, .checks',
          ]) {
            const bottom = await bottomOf(desk.page, part);
            t.true(bottom <= 800, `${part} ends at ${bottom}, ${locale}`);
          }
          t.deepEqual(desk.messages, []);
          await desk.page.close();
          const phone = await openPage(browser, address, { locale, viewport: { width: 375, height: 667 } });
          for (const part of ['h1', '.badges', '.answer', '.first .chart svg']) {
            const bottom = await bottomOf(phone.page, part);
            t.true(bottom <= 667, `${part} ends at ${bottom} of a telephone, ${locale}`);
          }
          t.is(await phone.page.evaluate('document.documentElement.scrollWidth'), 375);
          await phone.page.close();
        }
      },
    );
  }
} else {
  test('pages are not opened: no Chromium was found; name one in CHROMIUM_PATH', t => t.pass());
}
