import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { Network, whyNoHosts } from './hosts.ts';
import { EPOCHS } from './reference.ts';
import { endsWell, type Round } from './round.ts';
import { FolderSite, QueueSite, whyNoQueueSite } from './site.ts';

const whyNot = () => whyNoHosts() ?? whyNoQueueSite();

async function openNetwork(round: Round): Promise<Network> {
  const network = await Network.open();
  round.afterwards(() => network.close());
  return network;
}

/** One that trains on each of two hosts, at a moment at which the first is in the middle of a run. */
async function onTwoHosts(round: Round, network: Network, site: FolderSite | QueueSite) {
  const [here, there] = [await network.host(), await network.host()];
  const [victim, other] = [site.trainer(here), site.trainer(there)];
  await round.moment(victim, [other], EPOCHS);
  return { here, victim, other };
}

/** The same, of a queue whose database is on this machine, and its workers on others. */
async function queueOnTwoHosts(round: Round) {
  const network = await openNetwork(round);
  const access = [`host all all ${network.addresses} trust`];
  const site = await QueueSite.open(round, { host: network.address, access });
  return { site, ...(await onTwoHosts(round, network, site)) };
}

async function goneForGood(
  site: FolderSite | QueueSite,
  { here, victim, other }: Awaited<ReturnType<typeof onTwoHosts>>,
): Promise<void> {
  await here.remove();
  await victim.ended;
  await endsWell(other);
  await site.isComplete();
}

const linkCut: Fault = {
  name: 'link-cut',
  store: 'postgres',
  whyNot,
  async play(round) {
    const { site, here, victim, other } = await queueOnTwoHosts(round);
    const seconds = round.random.integer(8, 20);
    round.notes.push(`cut for ${seconds} s`);
    await here.cut();
    await delay(1000 * seconds);
    await here.heal();
    await endsWell(victim);
    await endsWell(other);
    await site.isComplete();
  },
};

const hostGoneFromQueue: Fault = {
  name: 'host-gone',
  store: 'postgres',
  whyNot,
  async play(round) {
    const { site, ...hosts } = await queueOnTwoHosts(round);
    await goneForGood(site, hosts);
  },
};

const hostGoneFromFolder: Fault = {
  name: 'host-gone',
  store: 'folder',
  whyNot: whyNoHosts,
  async play(round) {
    const site = new FolderSite(round);
    await goneForGood(site, await onTwoHosts(round, await openNetwork(round), site));
  },
};

export const faultsOnHosts: readonly Fault[] = [linkCut, hostGoneFromQueue, hostGoneFromFolder];
