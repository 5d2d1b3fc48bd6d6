import { accessSync, constants, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A browser of this machine, or `undefined`: none is downloaded. `CHROMIUM_PATH` names one that is elsewhere. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const candidates = [
    process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    ...folders.flatMap(folder => names.map(name => path.join(folder, name))),
  ];
  return candidates.find(isExecutable);
}

/** @param graphics what is said of the graphics processor; as it is, there is none */
export function openBrowser(
  executablePath: string,
  graphics: readonly string[] = ['--disable-gpu'],
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', ...graphics, '--no-first-run', '--disable-background-networking'],
  });
}

export interface Opened {
  readonly page: Page;
  /** What the page printed, or threw. */
  readonly messages: readonly string[];
  /** Addresses that it asked for, its own included. */
  readonly requests: readonly string[];
}

/** Opens an address as a new reader and waits until its charts are drawn. @param before run ahead of the page's own script */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
  before = '',
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 800 }, locale: 'en-GB', ...options });
  if (before) await page.addInitScript(before);
  const [messages, requests]: [string[], string[]] = [[], []];
  page.on('console', message => messages.push(message.text()));
  page.on('pageerror', error => messages.push(error.message));
  page.on('request', request => requests.push(request.url()));
  await page.goto(address);
  await page.waitForSelector('html[data-charts]', { timeout: 60_000 });
  return { page, messages, requests };
}

/** What axe finds wrong with a page, but for what is minor. */
export async function violations(page: Page): Promise<string[]> {
  // Not as a script of the page, which would refuse it.
  await page.evaluate(axe);
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return found
    .filter(({ impact }) => impact !== 'minor')
    .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes[0]!.html.slice(0, 200)}`);
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
