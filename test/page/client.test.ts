import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import anyTest, { type TestFn } from 'ava';
import type { Browser } from 'playwright-core';
import { None, parse, View } from 'vega';
import { compile, version } from 'vega-lite';
import plainVsResidual from '../../experiments/plain-vs-residual.ts';
import { renderReport } from '../../src/reports/experiment-report.ts';
import { context, cutShort, makeRun, makeRuns } from '../reports/fixtures.ts';
import { until } from '../suite/fixtures.ts';
import { findBrowser, type Opened, openBrowser, openPage, seriousViolations } from './browser.ts';

const executable = findBrowser();
const test = anyTest as TestFn<{ browser: Browser; address: string; folder: string; reader: Opened }>;

const evil = `</script><img src=x onerror="document.title='broken'">`;
const runs = [
  ...makeRuns({ depths: [8, 20], seeds: 2, epochs: 6 }),
  cutShort(makeRun({ kind: 'plain', depth: 32, seed: 1, epochs: 6 }), 'diverged', 3, evil),
];
const charts = plainVsResidual.charts.length;

if (executable) {
  test.before(async t => {
    const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
    const file = path.join(folder, 'report.html');
    writeFileSync(file, renderReport(plainVsResidual, runs, context).html);
    const address = pathToFileURL(file).href;
    const browser = await openBrowser(executable);
    // To draw all charts takes longer than any test: one reader does all that does not stand in the way of another.
    t.context = { browser, address, folder, reader: await openPage(browser, address) };
  });

  test.after.always(async t => {
    await t.context.browser?.close();
    if (t.context.folder) rmSync(t.context.folder, { recursive: true });
  });

  test.serial('every chart is drawn, quietly', async t => {
    const { page, messages, requests } = t.context.reader;
    t.is(await page.getAttribute('html', 'data-charts'), 'drawn');
    t.is(await page.locator('.chart svg[role=img][aria-labelledby]').count(), charts);
    t.is(await page.title(), String(plainVsResidual.title));
    t.deepEqual(messages, []);
    t.deepEqual(requests, [t.context.address]);
  });

  test.serial('an axis becomes logarithmic and linear again', async t => {
    const { page } = t.context.reader;
    const button = page.locator('button[data-switch-scale=error-curves]');
    const ticks = () => page.locator('#error-curves .role-axis-label').allTextContents();
    const linear = await ticks();
    for (const [pressed, same] of [
      ['true', false],
      ['false', true],
    ] as const) {
      await button.click();
      await until(
        async () => (await ticks()).join() !== '' && ((await ticks()).join() === linear.join()) === same,
      );
      t.is(await button.getAttribute('aria-pressed'), pressed);
    }
  });

  test.serial(
    'a depth that is picked in one legend is highlighted in all charts, by keyboard too',
    async t => {
      const { page } = t.context.reader;
      // Lines of the other depths are faint.
      const faint = (chart: string) => page.locator(`#${chart} .mark-line path[opacity="0.06"]`).count();
      t.is(await faint('gradient-profile'), 0);
      await page.locator('#error-curves .role-legend-label text', { hasText: /^20$/ }).click();
      const button = page.locator('td button[data-pick-depth="20"]').last();
      await until(async () => (await button.getAttribute('aria-pressed')) === 'true');
      for (const chart of ['error-curves', 'gradient-profile', 'layer-responses']) {
        t.true((await faint(chart)) > 0, chart);
      }
      await button.focus();
      await page.keyboard.press('Enter');
      t.is(await faint('gradient-profile'), 0);
    },
  );

  test.serial('drawing over epochs enlarges them, and a button shows all again', async t => {
    const { page } = t.context.reader;
    const all = page.locator('button[data-all-epochs]');
    t.false(await all.isVisible());
    const panel = page.locator('#error-curves g.cell path.background').first();
    await panel.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await panel.boundingBox())!;
    await page.mouse.move(x + 0.4 * width, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 0.7 * width, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await all.waitFor();
    const labels = (await page.locator('#error-curves .role-axis-label').allTextContents()).join(' ');
    t.notRegex(labels, /\b0 1 2 3 4 5 6\b/);
    const ofHeatMap = await page.locator('#gradient-heat-map .role-axis-label').allTextContents();
    t.notRegex(ofHeatMap.join(' '), /\b0 1 2 3 4 5 6\b/);
    await all.click();
    t.false(await all.isVisible());
  });

  test.serial('data unfold as a table and are downloaded as CSV', async t => {
    const { page } = t.context.reader;
    const details = page.locator('details[data-table=error-over-depth]');
    await details.locator('summary').click();
    await details.locator('tbody tr').first().waitFor();
    const rows = await details.locator('tbody tr').count();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      details.locator('button', { hasText: 'CSV' }).click(),
    ]);
    t.is(download.suggestedFilename(), 'error-over-depth.csv');
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    t.true(lines[0]!.startsWith('panel,arm,depth'));
    t.is(lines.length, rows + 1);
  });

  test.serial('a specification is copied that draws the chart elsewhere: whole, and in colours', async t => {
    const { page } = t.context.reader;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const details = page.locator('details[data-table=gradient-profile]');
    await details.locator('summary').click();
    const button = details.locator('button').nth(1);
    t.is(await button.innerText(), 'Copy Vega-Lite specification');
    await button.click();
    await until(async () => (await button.innerText()) === 'Copied');
    const text = await page.evaluate<string>('navigator.clipboard.readText()');
    t.notRegex(text, /var\(/);
    const { $schema, config, ...spec } = JSON.parse(text);
    t.is($schema, `https://vega.github.io/schema/vega-lite/v${version.split('.')[0]}.json`);
    const svg = await new View(parse(compile(spec, { config }).spec), {
      renderer: 'none',
      logLevel: None,
    }).toSVG();
    t.regex(svg, /stroke="rgb\(\d+/);
  });

  test.serial(
    'colours follow the system until the reader chooses others, and are told apart in both',
    async t => {
      const { page } = t.context.reader;
      const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await background();
      t.deepEqual(await seriousViolations(page), []);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await background();
      t.not(dark, light);
      t.deepEqual(await seriousViolations(page), []);
      await page.click('button[data-switch-theme]');
      t.is(await background(), light);
      await page.click('button[data-switch-theme]');
      t.is(await background(), dark);
    },
  );

  test.serial('the page changes to another language, charts and title too', async t => {
    const { page } = t.context.reader;
    for (const [code, heading, word] of [
      ['zh-CN', '残差网络', '训练误差'],
      ['en', 'residual networks', 'Training error'],
    ] as const) {
      await page.click(`button[data-show-language="${code}"]`);
      await until(async () =>
        (await page.locator('#error-over-depth .chart svg').innerHTML()).includes(word),
      );
      t.is(await page.getAttribute('html', 'lang'), code);
      t.true((await page.locator('main h1').innerText()).includes(heading));
      t.true((await page.title()).includes(heading));
    }
  });

  test.serial('nothing overflows a narrow screen', async t => {
    const { page } = t.context.reader;
    await page.setViewportSize({ width: 375, height: 800 });
    // 375 less the margins of a narrow page; a chart says for which width it was drawn.
    await page
      .locator('.chart[data-width="343"]')
      .nth(charts - 1)
      .waitFor();
    const overflowing = `[...document.querySelectorAll('.chart')].filter(box => box.scrollWidth > box.clientWidth).length`;
    t.is(await page.evaluate(overflowing), 0);
    t.is(await page.evaluate('document.documentElement.scrollWidth'), 375);
  });

  test.serial('nothing of all that had anything printed, fetched or broken', async t => {
    const { page, messages, requests } = t.context.reader;
    t.deepEqual(messages, []);
    t.deepEqual(
      requests.filter(address => !address.startsWith('blob:')),
      [t.context.address],
    );
    t.not(await page.title(), 'broken');
  });

  test.serial('a page opens in the language of its reader', async t => {
    const { page } = await openPage(t.context.browser, t.context.address, { locale: 'zh-TW' });
    t.is(await page.getAttribute('html', 'lang'), 'zh-CN');
    t.true((await page.locator('main h1').innerText()).includes('残差网络'));
  });
} else {
  test('pages are not opened: no Chromium was found; name one in CHROMIUM_PATH', t => t.pass());
}
