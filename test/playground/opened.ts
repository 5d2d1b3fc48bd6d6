import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { EpochTold, Told } from '../../src/playground/protocol.ts';
import { type Opened, openPage } from '../page/browser.ts';

export interface OpenedPlayground extends Opened {
  /** What a worker told so far, by number in the order in which workers were started. */
  told(worker: number): Promise<Told[]>;
  /** Waits until a worker has told of an epoch, with what it told of it. */
  epoch(worker: number, epoch: number): Promise<EpochTold>;
  forget(): Promise<void>;
}

/** Lets a test hear what workers tell the page. */
const LISTEN = `
  globalThis.told = [];
  globalThis.Worker = class extends Worker {
    constructor(address) {
      super(address);
      const heard = [];
      told.push(heard);
      this.addEventListener('message', ({ data }) => heard.push(data));
    }
  };`;

/** Opens a playground and waits until its first networks are there. @param address of the file, with settings behind a # @param before run ahead of the page's own script */
export async function openPlayground(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
  before = '',
): Promise<OpenedPlayground> {
  const opened = await openPage(browser, address, options, `${before};${LISTEN}`);
  const { page } = opened;
  const isThere = 'heard.some(({ type }) => type === "ready" || type === "failed")';
  await waitFor(
    page,
    `told.length === 2 && told.every(heard => ${isThere} && heard.at(-1).type === "rests")`,
  );
  return {
    ...opened,
    told: worker => page.evaluate(`told[${worker}]`),
    async epoch(worker, epoch) {
      const find = `told[${worker}].findLast(one => one.type === 'epoch' && one.epoch === ${epoch})`;
      await waitFor(page, find);
      return page.evaluate<EpochTold>(find);
    },
    forget: () => page.evaluate('told.forEach(heard => heard.splice(0))'),
  };
}

/** Longer than anything takes; made-up graphics on a loaded machine take minutes. */
export const PATIENCE = 600_000;

/** Asks until it is so. Not by `waitForFunction`, whose `eval` of a text the page refuses. */
export async function waitFor(page: Page, expression: string): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!(await page.evaluate(`Boolean(${expression})`))) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${expression}`);
    await page.waitForTimeout(50);
  }
}
