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
import { exhaustive } from '../exhaustive.ts';
import { context, cutShort, makeRun, makeRuns } from '../reports/fixtures.ts';
import { until } from '../suite/fixtures.ts';
import { findBrowser, type Opened, openBrowser, openPage, violations } from './browser.ts';

const executable = findBrowser();
const test = anyTest as TestFn<{ browser: Browser; address: string; folder: string; reader: Opened }>;

const evil = `</script><img src=x onerror="document.title='broken'">`;
const runs = [
  ...makeRuns({ depths: [8, 20], seeds: 2, epochs: 6 }),
  cutShort(makeRun({ kind: 'plain', depth: 32, seed: 1, epochs: 6 }), 'diverged', 3, evil),
];
const charts = plainVsResidual.charts.length + 1;

function epochIn(values: string): number {
  return Number(/epoch\s+(\d+)/.exec(values)![1]);
}

function panelTitles(page: Opened['page'], chart: string): Promise<string[]> {
  return page
    .locator(
      `#${chart} .role-column-title text, #${chart} .role-title-text text, #${chart} .column_header text`,
    )
    .allTextContents();
}

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

  test('in a browser that cannot unpack them, the place of each chart says why; all else can be used', async t => {
    const { browser, address } = t.context;
    const { page } = await openPage(browser, address, {}, 'delete window.DecompressionStream');
    const places = page.locator('main [data-chart]');
    const eachSaysWhy = async () => {
      t.is(await places.count(), charts);
      for (const words of await places.allTextContents()) t.regex(words, /DecompressionStream/);
    };
    await eachSaysWhy();
    t.deepEqual(
      await page
        .locator('[data-epoch-slider], [data-switch-scale], [data-hide]')
        .filter({ visible: true })
        .count(),
      0,
    );
    t.false(await page.locator('button[data-show-language="zh-CN"]').isVisible());
    await page.locator('button[data-theme-choice=dark]').click();
    t.is(await page.getAttribute('html', 'data-theme'), 'dark');
    const seeds = page.locator('table[data-sortable] th button').first();
    await seeds.click();
    t.is(await page.locator('th:is([aria-sort=ascending], [aria-sort=descending])').count(), 1);
    await page.close();
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
      const button = page.locator('.toolbar button[data-pick-depth="20"]');
      await until(async () => (await button.getAttribute('aria-pressed')) === 'true');
      for (const chart of ['error-curves', 'gradient-profile', 'layer-responses']) {
        t.true((await faint(chart)) > 0, chart);
      }
      await button.focus();
      await page.keyboard.press('Enter');
      t.is(await faint('gradient-profile'), 0);
    },
  );

  test.serial('a table of runs is sorted by the head of any column, by keyboard too', async t => {
    const { page } = t.context.reader;
    const table = page.locator('table[data-sortable="runs"]');
    const column = async (place: number) =>
      (await table.locator(`tbody tr td:nth-child(${place})`).allTextContents()).map(text => text.trim());
    const depths = async () => (await column(2)).map(Number);
    const head = (name: string) => table.locator('th', { hasText: name });
    t.is(await table.locator('th[aria-sort="none"]').count(), await table.locator('th').count());
    await head('Depth').locator('button').click();
    t.is(await head('Depth').getAttribute('aria-sort'), 'ascending');
    t.deepEqual(await depths(), [8, 8, 8, 8, 20, 20, 20, 20, 32]);
    await page.keyboard.press('Enter');
    t.is(await head('Depth').getAttribute('aria-sort'), 'descending');
    t.deepEqual(await depths(), [32, 20, 20, 20, 20, 8, 8, 8, 8]);
    await head('Training error').locator('button').focus();
    await page.keyboard.press('Space');
    t.is(await head('Depth').getAttribute('aria-sort'), 'none');
    const errors = await column(5);
    // The run that diverged has none.
    t.is(errors.at(-1), '–');
    const numbers = errors.slice(0, -1).map(Number);
    t.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
    await page.click('button[data-show-language="zh-CN"]');
    t.deepEqual(await column(5), errors);
    t.is(await head('训练误差').getAttribute('aria-sort'), 'ascending');
    await page.click('button[data-show-language="en"]');
    await until(async () => (await page.locator('#error-curves .mark-line path').count()) > 0);
  });

  test.serial('a row of the table leads to its curves and highlights them, in all charts', async t => {
    const { page } = t.context.reader;
    const lines = (chart: string, which = '') =>
      page.locator(`#${chart} .mark-line path:not([opacity="0.06"]):not([opacity="0.03"])${which}`).count();
    const before = [await lines('error-curves'), await lines('gradient-profile')];
    const none = page.locator('button[data-no-focus]');
    t.false(await none.isVisible());
    const link = page.locator('a[data-focus][data-arm="plain"][data-depth="20"][data-seed="2"]');
    await link.focus();
    await page.keyboard.press('Enter');
    await until(async () => (await lines('gradient-profile')) < before[1]!);
    t.regex(page.url(), /#error-curves$/);
    t.is(await link.getAttribute('aria-current'), 'true');
    // Training and test error of that network, and those of the one run, which are heavier now.
    t.is(await lines('error-curves'), 4);
    t.is(await lines('error-curves', '[stroke-width="2.4"]'), 2);
    await page.locator('a[data-focus][data-arm="residual"][data-depth="8"][data-seed=""]').click();
    await until(async () => (await lines('error-curves', '[stroke-width="2.4"]')) === 0);
    t.is(await link.getAttribute('aria-current'), 'false');
    await none.click();
    await until(async () => (await lines('gradient-profile')) === before[1]!);
    t.is(await lines('error-curves'), before[0]!);
    t.false(await none.isVisible());
  });

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

  test.serial('the vertical axis follows the epochs that are drawn', async t => {
    const { page } = t.context.reader;
    const ticks = async () =>
      (await page.locator('#error-curves .role-axis-label text').allTextContents()).sort();
    const highest = async () => Math.max(...(await ticks()).map(Number));
    // The test before has just asked for all epochs.
    await until(async () => (await ticks()).filter(label => label === '6').length > 1);
    const whole = await ticks();
    const top = await highest();
    const panel = page.locator('#error-curves g.cell path.background').first();
    await panel.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await panel.boundingBox())!;
    await page.mouse.move(x + 0.55 * width, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 0.95 * width, y + height / 2, { steps: 4 });
    await page.mouse.up();
    const all = page.locator('button[data-all-epochs]');
    await all.waitFor();
    await until(async () => (await highest()) < top);
    t.true((await highest()) < top);
    await all.click();
    await until(async () => (await ticks()).join() === whole.join());
  });

  test.serial('pointing at a line shows what it is, and its values', async t => {
    const { page } = t.context.reader;
    for (const chart of ['error-curves', 'error-over-depth', 'gradient-profile', 'layer-responses']) {
      const mark = page.locator(`#${chart} .mark-symbol.role-mark path:not([d="M0,0"])`).last();
      await mark.evaluate(element => element.scrollIntoView({ block: 'center' }));
      const { x, y, width, height } = (await mark.boundingBox())!;
      await page.mouse.move(x + width / 2, y + height / 2);
      const values = await page.locator('#values').innerText();
      t.regex(values, /network\s+(?:plain|residual)/, chart);
      t.regex(values, /depth\s+\d+/, chart);
      t.notRegex(values, /undefined|NaN|null|\[object/, chart);
      t.true(await page.locator('#values-ring').isVisible(), chart);
    }
    await page.mouse.move(2, 2);
    t.is(await page.locator('#values').innerText(), '');
  });

  test.serial('arrow keys lead from value to value, and Escape away', async t => {
    const { page } = t.context.reader;
    const values = () => page.locator('#values').innerText();
    await page.locator('[data-chart="error-curves"]').focus();
    await page.keyboard.press('ArrowRight');
    const first = await values();
    t.regex(first, /network\s+plain/);
    t.regex(first, /95 % interval/);
    await page.keyboard.press('ArrowRight');
    t.is(epochIn(await values()), epochIn(first) + 1);
    await page.keyboard.press('ArrowLeft');
    t.is(await values(), first);
    await page.keyboard.press('ArrowDown');
    t.not(await values(), first);
    t.is(epochIn(await values()), epochIn(first));
    await page.keyboard.press('Escape');
    t.is(await values(), '');
  });

  test.serial('a cell of a heat map shows its own values', async t => {
    const { page } = t.context.reader;
    const cell = page.locator('#gradient-heat-map .mark-rect path').nth(20);
    await cell.evaluate(element => element.scrollIntoView({ block: 'center' }));
    await cell.hover({ force: true });
    t.regex(await page.locator('#values').innerText(), /layer\s+\d+[\s\S]*norm/);
    await page.mouse.move(2, 2);
  });

  test.serial('series are hidden and shown again, in all charts', async t => {
    const { page } = t.context.reader;
    const lines = (chart: string) => page.locator(`#${chart} .mark-line path`).count();
    const before = [await lines('error-curves'), await lines('gradient-profile')];
    await page.locator('details.hiding summary').click();
    const button = page.locator('button[data-hide="depth 20"]');
    await button.click();
    t.is(await button.getAttribute('aria-pressed'), 'true');
    await until(async () => (await lines('gradient-profile')) < before[1]!);
    t.true((await lines('error-curves')) < before[0]!);
    await page.locator('button[data-hide="arm plain"]').click();
    await until(async () => !(await panelTitles(page, 'error-curves')).includes('plain'));
    await page.locator('button[data-hide="arm plain"]').click();
    await button.click();
    await until(async () => (await lines('gradient-profile')) === before[1]!);
    t.is(await lines('error-curves'), before[0]!);
  });

  test.serial('a slider leads through training, by keys too, and says where it is', async t => {
    const { page } = t.context.reader;
    const slider = page.locator('input[data-epoch-slider="error-over-depth"]');
    const shown = page.locator('output[data-epoch-shown="error-over-depth"]');
    const places = () => page.locator('#error-over-depth .mark-line path').first().getAttribute('d');
    t.is(await shown.innerText(), 'end of training');
    const end = await places();
    await slider.focus();
    await page.keyboard.press('Home');
    t.is(await shown.innerText(), 'epoch 0');
    t.is(await slider.getAttribute('aria-valuetext'), 'epoch 0');
    await until(async () => (await places()) !== end);
    await page.locator('select[data-seed-choice="error-over-depth"]').selectOption('2');
    await page.keyboard.press('Tab');
    await slider.focus();
    await page.keyboard.press('End');
    t.is(await shown.innerText(), 'end of training');
    await page.locator('select[data-seed-choice="error-over-depth"]').selectOption('');
    await until(async () => (await places()) === end);
  });

  test.serial('the slider of the gradient profile names its epoch over the panels that it moves', async t => {
    const { page } = t.context.reader;
    const slider = page.locator('input[data-epoch-slider="gradient-profile"]');
    await slider.focus();
    await page.keyboard.press('End');
    t.true((await panelTitles(page, 'gradient-profile')).includes('plain, last epoch'));
    await page.keyboard.press('Home');
    await until(async () => (await panelTitles(page, 'gradient-profile')).includes('plain, epoch 0'));
    t.true((await panelTitles(page, 'gradient-profile')).includes('plain, before training'));
    await page.keyboard.press('End');
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
    t.regex(svg, /stroke="#[0-9a-f]{6}"/);
  });

  test.serial(
    'colours follow the system until the reader chooses others, and are told apart in both',
    async t => {
      const { page } = t.context.reader;
      const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await background();
      if (exhaustive) t.deepEqual(await violations(page), []);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await background();
      t.not(dark, light);
      if (exhaustive) t.deepEqual(await violations(page), []);
      const choose = async (theme: string) => {
        const button = page.locator(`button[data-theme-choice="${theme}"]`);
        await button.click();
        t.is(await button.getAttribute('aria-pressed'), 'true');
        t.is(await page.locator('button[data-theme-choice][aria-pressed="true"]').count(), 1);
        return background();
      };
      t.is(await choose('light'), light);
      t.is(await choose('dark'), dark);
      await page.emulateMedia({ colorScheme: 'light' });
      t.is(await background(), dark);
      t.is(await choose('system'), light);
    },
  );

  test.serial('the page changes to another language, charts and title too', async t => {
    const { page } = t.context.reader;
    for (const [code, heading, word] of [
      ['zh-CN', '残差网络', '训练误差'],
      ['en', 'plain networks', 'Training error'],
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

  test.serial('on paper no page but the last is left half empty', async t => {
    const { page } = t.context.reader;
    await page.emulateMedia({ media: 'print' });
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    const pages = pdf.match(/\/Type \/Page\b(?!s)/g)!.length;
    // 210 × 297 mm at 96 points an inch.
    await page.setViewportSize({ width: 794, height: 1123 });
    const height = await page.evaluate<number>('document.documentElement.scrollHeight');
    t.true(pages > 3, `${pages} pages`);
    t.true(height / 1123 > 0.85 * (pages - 1), `${pages} pages for ${height} pixels`);
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1100, height: 800 });
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
