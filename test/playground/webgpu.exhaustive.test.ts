/** Trains on a graphics processor that the browser makes up, which any machine can. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import type { Browser } from 'playwright-core';
import { addressOf } from '../../src/playground/address.ts';
import { renderPlayground } from '../../src/playground/page/page.ts';
import type { StepTold, Told } from '../../src/playground/protocol.ts';
import type { PageEngine } from '../../src/playground/settings.ts';
import { findBrowser, openBrowser } from '../page/browser.ts';
import { small } from './fixtures.ts';
import { openPlayground, PATIENCE, waitFor } from './opened.ts';

const executable = findBrowser();
const folder = mkdtempSync(path.join(tmpdir(), 'webgpu-'));
const file = path.join(folder, 'playground.html');
const addressWith = (engine: PageEngine) =>
  `${pathToFileURL(file).href}#${addressOf([{ ...small, engine }])}`;

if (executable) {
  test.before(async () => writeFileSync(file, await renderPlayground()));
  test.after.always(() => rmSync(folder, { recursive: true }));

  test.serial('the graphics processor computes what WebAssembly does, up to rounding', async t => {
    t.timeout(2 * PATIENCE);
    const browser = await openBrowser(executable, [
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
    ]);
    try {
      if (!(await hasAdapter(browser))) {
        t.log('skipped: this browser makes up no graphics processor');
        return t.pass();
      }
      const [wasm, webgpu] = [await aStep(browser, 'wasm'), await aStep(browser, 'webgpu')];
      t.deepEqual(webgpu.problems, []);
      t.regex(webgpu.engine, /^Engine: WebGPU/);
      t.regex(wasm.engine, /^Engine: wasm/);
      t.is(webgpu.steps.length, 1);
      for (const [i, { loss, norms }] of webgpu.steps.entries()) {
        const other = wasm.steps[i]!;
        t.true(Math.abs(loss / other.loss - 1) < 1e-3, `loss ${loss} and ${other.loss}`);
        for (const [layer, norm] of norms.entries()) {
          const expected = other.norms[layer]!;
          t.true(Math.abs(norm / expected - 1) < 0.02, `layer ${layer}: ${norm} and ${expected}`);
        }
      }
    } finally {
      await browser.close();
    }
  });

  test.serial('a browser without it does not offer it; a link that asks for it says so', async t => {
    const browser = await openBrowser(executable);
    try {
      const { page } = await openPlayground(
        browser,
        addressWith('webgpu'),
        {},
        'delete Navigator.prototype.gpu',
      );
      // Of the link.
      t.is(await page.locator('form option[value=webgpu]').count(), 1);
      t.regex(await page.innerText('[data-part="problem"]'), /no WebGPU here.* choose the engine wasm/);
      const usual = await openPlayground(browser, addressWith('wasm'), {}, 'delete Navigator.prototype.gpu');
      t.is(await usual.page.locator('form option[value=webgpu]').count(), 0);
      t.deepEqual(usual.messages, []);
    } finally {
      await browser.close();
    }
  });
}

async function hasAdapter(browser: Browser): Promise<boolean> {
  const { page } = await openPlayground(browser, addressWith('wasm'));
  const found = await page.evaluate<boolean>(
    `navigator.gpu ? navigator.gpu.requestAdapter().then(Boolean, () => false) : false`,
  );
  await page.close();
  return found;
}

async function aStep(browser: Browser, engine: PageEngine) {
  const { page, told } = await openPlayground(browser, addressWith(engine));
  await page.click('button[data-do="step"]');
  await waitFor(page, `told[1].some(({ before }) => before) && told[1].at(-1).type === 'rests'`);
  const all: Told[] = await told(1);
  const outcome = {
    engine: await page.innerText('#engine'),
    problems: all.flatMap(one => (one.type === 'failed' ? one.message : [])),
    steps: all.filter((one): one is StepTold => one.type === 'step' && one.before !== null),
  };
  await page.close();
  return outcome;
}
