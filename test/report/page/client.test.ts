import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { renderReport } from '../../../src/report/experiment-report.ts';
import { findBrowser, openBrowser } from '../browser.ts';
import { definition } from '../definition.ts';
import { context, cutShort, makeRun, makeRuns } from '../fixtures.ts';

const executable = findBrowser();
const evil = `</script><img src=x onerror="document.title='broken'">`;
const runs = [
  ...makeRuns({ depths: [8, 20], seeds: 2, epochs: 6 }),
  cutShort(makeRun({ kind: 'plain', depth: 32, seed: 1, epochs: 6 }), 'diverged', 3, evil),
];

test('a real browser draws every chart from a file, quietly, and nothing overflows a narrow screen', async t => {
  if (!executable) {
    t.log('skipped: no Chromium found; name one in CHROMIUM_PATH');
    t.pass();
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
  const file = path.join(folder, 'report.html');
  writeFileSync(file, renderReport(definition, runs, context).html);
  const browser = await openBrowser(executable);
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    const messages: string[] = [];
    const requests: string[] = [];
    page.on('console', message => messages.push(message.text()));
    page.on('pageerror', error => messages.push(error.message));
    page.on('request', request => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('html[data-charts]', { timeout: 60_000 });

    t.is(await page.getAttribute('html', 'data-charts'), 'drawn');
    t.is(await page.locator('.chart svg[role=img][aria-labelledby]').count(), definition.charts.length);
    t.is(await page.title(), String(definition.title));

    await page.locator('details[data-table=error-over-depth] summary').click();
    await page.waitForSelector('details[data-table=error-over-depth] tbody tr');

    await page.setViewportSize({ width: 375, height: 800 });
    // 375 less the margins of a narrow page; a chart says for which width it was drawn.
    await page
      .locator('.chart[data-width="343"]')
      .nth(definition.charts.length - 1)
      .waitFor();
    const overflowing = `[...document.querySelectorAll('.chart')].filter(box => box.scrollWidth > box.clientWidth).length`;
    t.is(await page.evaluate(overflowing), 0);
    t.is(await page.evaluate('document.documentElement.scrollWidth'), 375);

    t.deepEqual(messages, []);
    t.deepEqual(requests, [pathToFileURL(file).href]);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
