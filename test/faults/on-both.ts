import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { signalTo } from '../suite/fixtures.ts';
import type { Surroundings } from './child.ts';
import type { Fault } from './fault.ts';
import { EPOCHS, experimentIn } from './reference.ts';
import { endsWell, type Round } from './round.ts';
import { FolderSite, QueueSite, type Site, whyNoQueueSite } from './site.ts';

/** For longer than a takeover takes. */
const ASLEEP_MILLISECONDS = { folder: 6000, postgres: 20_000 } as const;

type Play = (round: Round, site: Site, store: Fault['store']) => Promise<void>;

/** A fault of those who train, whatever keeps their runs. */
function onBoth(name: string, play: Play, whyNot: () => string | null = () => null): Fault[] {
  return [
    {
      name,
      store: 'folder',
      whyNot,
      async play(round) {
        const site = new FolderSite(round);
        await play(round, site, 'folder');
        await site.isComplete();
      },
    },
    {
      name,
      store: 'postgres',
      whyNot: () => whyNot() ?? whyNoQueueSite(),
      async play(round) {
        const site = await QueueSite.open(round);
        await play(round, site, 'postgres');
        await site.isComplete();
      },
    },
  ];
}

const killed: Play = async (round, site) => {
  const [victim, other] = [site.trainer(), site.trainer()];
  await round.moment(victim, [other], EPOCHS);
  const all = round.random.integer(0, 1) === 1;
  round.notes.push(all ? 'all of it' : 'what trains');
  if (all) victim.signalAll('SIGKILL');
  else {
    for (const pid of victim.workers()) signalTo(pid, 'SIGKILL');
    // A suite says with 1 that a run failed; it need not be the one to train it again.
    await endsWell(victim, [0, 1]);
  }
  await endsWell(other);
};

const asleep: Play = async (round, site, store) => {
  const [victim, other] = [site.trainer(), site.trainer()];
  await round.moment(victim, [other], EPOCHS);
  const workers = victim.workers();
  const sleepers = round.random.integer(0, 2) === 0 ? workers : [victim.pid, ...workers];
  for (const pid of sleepers) signalTo(pid, 'SIGSTOP');
  await delay(ASLEEP_MILLISECONDS[store]);
  for (const pid of sleepers) signalTo(pid, 'SIGCONT');
  await endsWell(victim);
  await endsWell(other);
};

/** Its clock alone: those of Postgres and of the others are right. */
function clockOff(offset: string): Play {
  return async (round, site) => {
    const within = { env: { LD_PRELOAD: faketime()!, FAKETIME: offset, ...STEADY } };
    const [wrong, right] = [site.trainer(within), site.trainer()];
    const isHit = await round.moment(wrong, [right], EPOCHS);
    if (isHit && round.random.integer(0, 1) === 1) {
      round.notes.push('killed, too');
      wrong.signalAll('SIGKILL');
    } else await endsWell(wrong);
    await endsWell(right);
    const experiment = experimentIn(round.folder);
    const records = await experiment.readRuns(await experiment.runIds());
    const offBy = records.map(({ record }) => Math.abs(Date.now() - Date.parse(record.started)) / 60_000);
    assert.ok(!isHit || offBy.some(minutes => minutes > 30), `clocks are off by ${offBy} minutes`);
  };
}

/** Time that is measured, and timers, go on as they do. */
const STEADY = { DONT_FAKE_MONOTONIC: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };

/** The library of Debian's `libfaketime` for programs with threads; undefined where there is none. */
function faketime(): string | undefined {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders
    .map(folder => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'))
    .find(path => existsSync(path));
}

const whyNoFaketime = () =>
  faketime() === undefined ? 'there is no libfaketime (Debian: apt-get install libfaketime)' : null;

/** As in containers, where the first process is the program: names made of process numbers would meet. */
const CONTAINER: Surroundings = {
  within: ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'],
};

const samePid: Play = async (round, site) => {
  const [victim, other] = [site.trainer(CONTAINER), site.trainer(CONTAINER)];
  const isHit = await round.moment(victim, [other], EPOCHS);
  if (isHit && round.random.integer(0, 1) === 1) {
    round.notes.push('one killed, too');
    victim.signalAll('SIGKILL');
  } else await endsWell(victim);
  await endsWell(other);
};

function whyNoContainers(): string | null {
  try {
    const [program, ...words] = [...CONTAINER.within!, 'true'];
    execFileSync(program!, words, { stdio: 'ignore' });
    return null;
  } catch {
    return 'this machine makes no namespaces of processes';
  }
}

export const faultsOnBoth: readonly Fault[] = [
  ...onBoth('killed', killed),
  ...onBoth('asleep', asleep),
  ...onBoth('clock-ahead', clockOff('+1h'), whyNoFaketime),
  ...onBoth('clock-behind', clockOff('-1h'), whyNoFaketime),
  ...onBoth('same-pid', samePid, whyNoContainers),
];
