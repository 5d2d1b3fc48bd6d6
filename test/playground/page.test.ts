/** Opens the playground as a reader does, from a file, and trains in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import anyTest, { type TestFn } from 'ava';
import type { Browser } from 'playwright-core';
import { drawSynthetic } from '../../src/data/synthetic/draw.ts';
import { openById } from '../../src/engine/index.ts';
import { languageCodes } from '../../src/language/languages.ts';
import { addressOf } from '../../src/playground/address.ts';
import { packImages } from '../../src/playground/packed-images.ts';
import { renderPlayground } from '../../src/playground/page/page.ts';
import type { EpochTold, Told } from '../../src/playground/protocol.ts';
import type { Settings } from '../../src/playground/settings.ts';
import { stories } from '../../src/playground/stories.ts';
import { Conductor } from '../../src/playground/worker/conductor.ts';
import { exhaustivelyOf } from '../exhaustive.ts';
import { findBrowser, openBrowser, violations } from '../page/browser.ts';
import { small } from './fixtures.ts';
import { openPlayground, waitFor } from './opened.ts';

const executable = findBrowser();
const test = anyTest as TestFn<{ browser: Browser }>;

const folder = mkdtempSync(path.join(tmpdir(), 'playground-'));
const file = path.join(folder, 'playground.html');
const address = pathToFileURL(file).href;
const smallAddress = `${address}#${addressOf([small])}`;

const RUN = 'button[data-do="run"]';
const resting = 'document.querySelector(".pair").dataset.state === "resting"';
const allRest = 'told.every(heard => heard.at(-1)?.type === "rests")';

if (executable) {
  test.before(async t => {
    writeFileSync(file, await renderPlayground());
    t.context = { browser: await openBrowser(executable) };
  });

  test.after.always(async t => {
    await t.context.browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.serial('it opens quietly, is accessible in light and dark, and fits a narrow screen', async t => {
    const { page, messages, requests } = await openPlayground(t.context.browser, smallAddress);
    await page.click('[data-part="settings"] summary');
    await page.click('[data-part="numbers"] summary');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      t.deepEqual(await violations(page), [], colorScheme);
    }
    await page.setViewportSize({ width: 375, height: 800 });
    const english = await page.innerText('main');
    for (const language of [...languageCodes].reverse()) {
      await page.click(`button[data-show-language="${language}"]`);
      t.is(await page.evaluate('document.documentElement.scrollWidth'), 375, language);
      t.is(await page.getAttribute('html', 'lang'), language);
    }
    t.is(await page.innerText('main'), english);
    await page.click('button[data-show-language="zh-CN"]');
    t.deepEqual((await page.innerText('main')).match(/(?:\b[a-z]{2,}\b[ ,]+){3,}[^\n]*/g), null);
    t.deepEqual(messages, []);
    // Two workers of what the page holds itself.
    t.deepEqual([...new Set(requests.map(one => one.split(':')[0]))], ['file', 'blob']);
    t.is(requests.filter(one => one.startsWith('file:')).length, 1);
    await page.close();
  });

  exhaustivelyOf(test)('two epochs are those of Node.js on wasm, to the last digit', async t => {
    const { page, epoch, told } = await openPlayground(t.context.browser, smallAddress);
    await page.click(RUN);
    for (const worker of [0, 1]) await epoch(worker, 2);
    await page.click(RUN);
    for (const place of [0, 1] as const) {
      const inBrowser = epochsUpTo(2, await told(place));
      t.is(inBrowser.length, 3);
      t.deepEqual(inBrowser, epochsUpTo(2, await trainHere(place)));
    }
    await page.close();
  });

  exhaustivelyOf(test)('it trains, pauses, goes back to the same numbers, and makes one step', async t => {
    const { page, messages, epoch, told, forget } = await openPlayground(t.context.browser, smallAddress);
    await page.click(RUN);
    for (const worker of [0, 1]) await epoch(worker, 1);
    t.is(await page.textContent(RUN), 'Pause');
    await page.click(RUN);
    await waitFor(page, `${resting} && ${allRest}`);
    t.regex(
      (await page.textContent('[data-part="answer"]'))!,
      /^After 1,984 examples plain-8 errs on \d+\.\d % of/,
    );
    const before = [await epoch(0, 1), await epoch(1, 1)];

    await forget();
    await page.focus('input[data-do="choose"]');
    await page.keyboard.press('Home');
    t.is(await page.textContent('[data-part="chosen"]'), 'to epoch 0');
    await page.click('button[data-do="rewind"]');
    await waitFor(page, allRest);
    for (const worker of [0, 1]) {
      t.deepEqual(
        (await told(worker)).find(({ type }) => type === 'rewound'),
        { type: 'rewound', epoch: 0 },
      );
    }
    t.is(await page.textContent('[data-part="answer"]'), 'Not trained yet.');
    await page.click(RUN);
    t.deepEqual([await epoch(0, 1), await epoch(1, 1)], before);
    await page.click(RUN);
    await waitFor(page, allRest);

    await forget();
    await page.click('button[data-do="step"]');
    await waitFor(page, allRest);
    const steps = (await told(0)).flatMap(one => (one.type === 'step' && one.before ? [one] : []));
    t.is(steps.length, 1);
    t.notDeepEqual(steps[0]!.before, steps[0]!.norms);
    t.deepEqual(messages, []);
    await page.close();
  });

  test.serial('a block is taken out by key, and the error without it is told at once', async t => {
    const { page } = await openPlayground(t.context.browser, smallAddress);
    const block = page.locator('[data-network="1"] [data-part="lesions"] button').nth(1);
    t.is(await block.getAttribute('aria-label'), '2.1: take out block stage2/block1');
    await block.focus();
    await page.keyboard.press('Enter');
    t.is(await block.getAttribute('aria-pressed'), 'true');
    const words = `document.querySelector('[data-network="1"] [data-part="lesioned"]').textContent`;
    await waitFor(page, words);
    t.regex(
      (await page.textContent('[data-network="1"] [data-part="lesioned"]'))!,
      /^Without 1 of 3 blocks: training error \d+\.\d %, test error/,
    );
    await page.keyboard.press('Enter');
    await waitFor(page, `!${words}`);
    t.pass();
    await page.close();
  });

  exhaustivelyOf(test)(
    'four clicks show four pairs, which train at once, and the address follows',
    async t => {
      const { page, messages, forget } = await openPlayground(t.context.browser, address);
      for (const [i, { settings }] of stories.entries()) {
        await forget();
        await page.click(`button[data-story="${i}"]`);
        await waitFor(page, 'told.every(heard => heard.some(({ type }) => type === "step"))');
        const names = settings.networks.map(({ kind, depth }) => `${kind}-${depth}`);
        t.is(await page.textContent('[data-part="heading"]'), names.join(' · '));
        t.is(new URL(page.url()).hash.slice(1), addressOf([settings]));
        const pressed = page.locator('button[data-story][aria-pressed="true"]');
        t.is(await pressed.getAttribute('data-story'), String(i));
      }
      t.deepEqual(messages, []);
      await page.close();
    },
  );

  test.serial(
    'images that a page carries are trained on, under the names of their classes, and cited',
    async t => {
      const carried = { train: 2500, test: 500, resolution: 16 };
      const cifar10 = packImages({ classes: 10, ...drawSynthetic(carried) }, carried);
      const other = path.join(folder, 'carrying.html');
      writeFileSync(other, await renderPlayground({ cifar10 }));
      const settings = addressOf([{ ...small, data: 'cifar10' }]);
      const { page, messages, told } = await openPlayground(
        t.context.browser,
        `${pathToFileURL(other).href}#${settings}`,
      );
      t.deepEqual(
        (await told(0)).filter(({ type }) => type === 'failed'),
        [],
      );
      t.is(await page.textContent('[data-part="examples"] li:first-child span'), 'is: airplane');
      t.true((await page.innerText('main')).includes('Krizhevsky'));
      t.deepEqual(messages, []);
      await page.close();
    },
  );

  test.serial(
    'texts are learned from by networks of their own depths, and shown by their beginnings',
    async t => {
      const { page, told, messages } = await openPlayground(
        t.context.browser,
        `${address}#${addressOf([{ ...small, data: 'synthetic-text' }])}`,
      );
      t.regex(await page.innerText('[data-part="heading"]'), /^plain-9 · residual-9$/);
      await page.click('[data-part="settings"] summary');
      t.deepEqual(await page.locator('[data-field="depth-0"] option').allTextContents(), [
        '9',
        '17',
        '29',
        '49',
      ]);
      await page.click('button[data-do="step"]');
      await waitFor(page, `told[0].some(({ type }) => type === "step") && ${allRest}`);
      t.true((await told(0)).some(one => one.type === 'step' && one.before !== null));
      const first = page.locator('[data-part="examples"] li').first();
      t.regex(
        await first.innerText(),
        /\w+ .* ….*is: (negative|positive)\s+[✓✗] (negative|positive) \d+ %$/s,
      );
      await page.selectOption('[data-field="data"]', 'synthetic');
      t.regex(await page.innerText('[data-part="heading"]'), /^plain-8 · residual-8$/);
      t.deepEqual(messages, []);
      await page.close();
    },
  );

  exhaustivelyOf(test)(
    'a link shows what its settings say; changes begin anew, and a second pair comes and goes',
    async t => {
      const other: Settings = {
        ...small,
        gain: 0.7,
        regularizer: 'dropout=0.3',
        optimizer: 'adam=0.95',
        rate: 0.004,
      };
      const { page, messages } = await openPlayground(t.context.browser, `${address}#${addressOf([other])}`);
      await page.click('[data-part="settings"] summary');
      t.is(await page.inputValue('[data-field="optimizer"]'), 'adam=0.95');
      t.is(await page.inputValue('[data-field="rate"]'), '0.004');
      t.is(await page.inputValue('[data-field="options"]'), '0.3');
      await page.selectOption('[data-field="depth-1"]', '14');
      const changed = { ...other, networks: [small.networks[0], { kind: 'residual', depth: 14 }] as const };
      t.is(new URL(page.url()).hash.slice(1), addressOf([changed]));
      await page.fill('[data-field="options"]', '7');
      await page.press('[data-field="options"]', 'Tab');
      await page.waitForSelector('[data-part="problem"]:not([hidden])');
      t.regex((await page.textContent('[data-part="problem"]'))!, /dropout: rate got "7"/);
      await page.fill('[data-field="options"]', '0.1');
      await page.press('[data-field="options"]', 'Tab');
      await page.waitForSelector('[data-part="problem"]', { state: 'hidden' });

      await page.click('button[data-do="add"]');
      await waitFor(page, `told.length === 4 && ${allRest}`);
      t.is(await page.locator('.pair').count(), 2);
      t.true(await page.isDisabled('button[data-do="add"]'));
      await page.locator('button[data-do="remove"]').nth(0).click();
      t.is(await page.locator('.pair').count(), 1);
      t.false(await page.isVisible('button[data-do="remove"]'));
      t.deepEqual(messages, []);
      await page.close();
    },
  );
} else {
  test('the playground is not opened: no Chromium was found; name one in CHROMIUM_PATH', t => t.pass());
}

function epochsUpTo(last: number, told: readonly Told[]): EpochTold[] {
  return told.filter((one): one is EpochTold => one.type === 'epoch' && one.epoch <= last);
}

/** What a worker would tell of two epochs, here. */
async function trainHere(place: 0 | 1): Promise<Told[]> {
  const told: Told[] = [];
  return new Promise((resolve, reject) => {
    const conductor = new Conductor(
      async () => (await openById('wasm')).versions,
      one => {
        told.push(one);
        if (one.type === 'failed') reject(new Error(one.message));
        if (one.type === 'epoch' && one.epoch === 2) conductor.receive({ type: 'pause' });
        if (one.type === 'rests' && told.some(({ type }) => type === 'step')) resolve(told);
      },
    );
    conductor.receive({ type: 'open', binaries: { backend: '', kernels: '' } });
    conductor.receive({ type: 'configure', settings: small, place, carried: null });
    conductor.receive({ type: 'run' });
  });
}
