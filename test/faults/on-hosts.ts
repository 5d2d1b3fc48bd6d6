import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { Network, whyNoHosts } from './hosts.ts';
import { EPOCHS } from './reference.ts';
import { endsWell, type Round } from './round.ts';
import { FolderSite, QueueSite, whyNoQueueSite } from './site.ts';

const whyNot = () => whyNoHosts() ?? whyNoQueueSite();

/** A queue whose database is on this machine, and its workers on others. */
async function queueWithHosts(round: Round): Promise<{ site: QueueSite; network: Network }> {
  const network = await Network.open();
  round.afterwards(() => network.close());
  const access = [`host all all ${network.addresses} trust`];
  return { network, site: await QueueSite.open(round, { host: network.address, access }) };
}

const linkCut: Fault = {
  name: 'link-cut',
  store: 'postgres',
  whyNot,
  async play(round) {
    const { site, network } = await queueWithHosts(round);
    const [here, there] = [await network.host(), await network.host()];
    const [victim, other] = [site.trainer(here), site.trainer(there)];
    await round.moment(victim, [other], EPOCHS);
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
    const { site, network } = await queueWithHosts(round);
    const [here, there] = [await network.host(), await network.host()];
    const [victim, other] = [site.trainer(here), site.trainer(there)];
    await round.moment(victim, [other], EPOCHS);
    await here.remove();
    await victim.ended;
    await endsWell(other);
    await site.isComplete();
  },
};

const hostGoneFromFolder: Fault = {
  name: 'host-gone',
  store: 'folder',
  whyNot: whyNoHosts,
  async play(round) {
    const site = new FolderSite(round);
    const network = await Network.open();
    round.afterwards(() => network.close());
    const [here, there] = [await network.host(), await network.host()];
    const [victim, other] = [site.trainer(here), site.trainer(there)];
    await round.moment(victim, [other], EPOCHS);
    await here.remove();
    await victim.ended;
    await endsWell(other);
    await site.isComplete();
  },
};

export const faultsOnHosts: readonly Fault[] = [linkCut, hostGoneFromQueue, hostGoneFromFolder];
