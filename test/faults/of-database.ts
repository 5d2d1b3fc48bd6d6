import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fill, smallDisk, whyNoMount } from './disks.ts';
import type { Fault } from './fault.ts';
import { EPOCHS } from './reference.ts';
import { endsWell } from './round.ts';
import { QueueSite, whyNoQueueSite } from './site.ts';

/** The database is away for a while; meanwhile workers wait, and so does whoever follows. */
function away(name: string, how: 'fast' | 'immediate'): Fault {
  return {
    name,
    store: 'postgres',
    whyNot: whyNoQueueSite,
    async play(round) {
      const site = await QueueSite.open(round);
      const trainers = [site.trainer(), site.trainer()];
      await round.moment(trainers[0]!, [trainers[1]!], EPOCHS);
      const seconds = round.random.integer(0, 12);
      round.notes.push(`away for ${seconds} s`);
      await site.postgres.stop(how);
      await delay(1000 * seconds);
      await site.postgres.start();
      for (const trainer of trainers) await endsWell(trainer);
      await site.isComplete();
    },
  };
}

const diskFullOfDatabase: Fault = {
  name: 'disk-full-database',
  store: 'postgres',
  whyNot: () => whyNoMount() ?? whyNoQueueSite(),
  async play(round) {
    await chmod(round.folder, 0o755);
    const folder = await smallDisk(round, join(round.folder, 'database'), 256);
    const site = await QueueSite.open(round, { folder });
    const trainers = [site.trainer(), site.trainer()];
    await round.moment(trainers[0]!, [trainers[1]!], EPOCHS);
    const makeRoom = await fill(folder);
    await delay(1000 * round.random.integer(2, 8));
    await makeRoom();
    // It may have given up, as one does that can write no log.
    round.notes.push(site.postgres.isRunning ? 'it went on' : 'it had ended');
    if (!site.postgres.isRunning) await site.postgres.start();
    for (const trainer of trainers) await endsWell(trainer);
    await site.isComplete();
  },
};

/** Fewer than all who train would like to have: two each, beside those of the workers and of the submitter. */
const tooFewConnections: Fault = {
  name: 'too-few-connections',
  store: 'postgres',
  whyNot: whyNoQueueSite,
  async play(round) {
    const most = round.random.integer(6, 8);
    round.notes.push(`${most} connections`);
    const site = await QueueSite.open(round, { settings: [`max_connections=${most}`] });
    const trainers = [site.trainer(), site.trainer(), site.trainer()];
    // Who does not find one when it starts says so, and ends.
    for (const [i, trainer] of trainers.entries()) await endsWell(trainer, i === 0 ? [0] : [0, 1]);
    await site.isComplete();
  },
};

export const faultsOfDatabase: readonly Fault[] = [
  away('database-restarted', 'fast'),
  away('database-killed', 'immediate'),
  diskFullOfDatabase,
  tooFewConnections,
];
