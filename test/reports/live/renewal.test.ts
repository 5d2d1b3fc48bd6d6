import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import plainVsResidual from '../../../experiments/plain-vs-residual.ts';
import { renderReport } from '../../../src/reports/experiment-report.ts';
import { serveReports } from '../../../src/reports/live/server.ts';
import { temporaryFolder } from '../../data/fixtures.ts';
import { findBrowser, openBrowser, openPage } from '../../page/browser.ts';
import { until } from '../../suite/fixtures.ts';
import { context, makeRuns } from '../fixtures.ts';

const executable = findBrowser();

if (executable) {
  test('an open page says that it is live, gets new rows in its old drawings, keeps what its reader has unfolded, and takes a new depth without a word', async t => {
    const folder = await temporaryFolder(t);
    const [reportsFolder, resultsFolder] = [join(folder, 'reports'), join(folder, 'results')];
    for (const made of [join(reportsFolder, 'depth'), resultsFolder]) await mkdir(made, { recursive: true });
    const name = 'depth/基准 0.2.html';
    const write = (epochs: number, depths = [8, 20]) => {
      const runs = makeRuns({ depths, seeds: 1, epochs });
      return writeFile(join(reportsFolder, name), renderReport(plainVsResidual, runs, context).html);
    };
    await write(3);
    const server = await serveReports({ reportsFolder, resultsFolder });
    t.teardown(() => server.close());
    const browser = await openBrowser(executable);
    t.teardown(() => browser.close());
    const { page, messages } = await openPage(browser, `${server.address}${encodeURI(name)}`);
    t.true(await page.locator('.live').first().isVisible());
    const drawing = page.locator('#error-over-depth .chart svg');
    const before = await drawing.innerHTML();
    await page.evaluate(`document.querySelector('#error-over-depth .chart svg').dataset.drawn = 'before'`);
    await page.locator('details summary', { hasText: 'Settings' }).click();
    await write(4);
    server.changed('another.html');
    server.changed(name);
    await until(async () => (await drawing.innerHTML()) !== before);
    t.is(await drawing.getAttribute('data-drawn'), 'before');
    const unfolded = page.locator('details', { hasText: 'Settings' }).first();
    t.not(await unfolded.getAttribute('open'), null);
    t.is(await page.locator('main h1').count(), 1);
    // One depth more is one colour more, for which the page is loaded anew.
    await write(4, [8, 20, 56]);
    server.changed(name);
    await page.locator('.toolbar button[data-pick-depth="56"]').waitFor();
    await page.waitForSelector('html[data-charts="drawn"]');
    await page.locator('.live').first().waitFor();
    t.deepEqual(messages, []);
    await server.close();
    await page.locator('.live').first().waitFor({ state: 'hidden' });
  });
} else {
  test('open pages are not renewed: no Chromium was found; name one in CHROMIUM_PATH', t => t.pass());
}
