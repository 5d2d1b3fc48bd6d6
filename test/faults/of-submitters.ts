import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from './fault.ts';
import { EPOCHS, isAsUndisturbed } from './reference.ts';
import { endsWell } from './round.ts';
import { FolderSite, QueueSite, whyNoQueueSite } from './site.ts';

/** One of its runs is of the other plan, too. */
const OVERLAPPING = ['--kinds', 'residual', '--seeds', '2'];

const secondSuite: Fault = {
  name: 'second-submitter',
  store: 'folder',
  whyNot: () => null,
  async play(round) {
    const site = new FolderSite(round);
    const first = site.trainer();
    if (round.random.integer(0, 1) === 1) await round.moment(first, [], EPOCHS);
    const second = site.trainer({}, ...OVERLAPPING);
    for (const suite of [first, second]) await endsWell(suite);
    await isAsUndisturbed(site.folder, [], OVERLAPPING);
  },
};

const secondSubmitter: Fault = {
  name: 'second-submitter',
  store: 'postgres',
  whyNot: whyNoQueueSite,
  async play(round) {
    const site = await QueueSite.open(round);
    const worker = site.trainer();
    if (round.random.integer(0, 1) === 1) await round.moment(worker, [], EPOCHS);
    const other = join(round.folder, 'other');
    await mkdir(other);
    const second = site.submit(other, ...OVERLAPPING);
    await site.areSubmitted(second);
    const late = site.trainer();
    for (const child of [worker, late, second]) await endsWell(child);
    await site.isComplete();
    await isAsUndisturbed(other, OVERLAPPING);
  },
};

export const faultsOfSubmitters: readonly Fault[] = [secondSuite, secondSubmitter];
