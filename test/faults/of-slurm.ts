import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { slurmScript } from '../../src/manifest/slurm.ts';
import { root } from '../cli/fixtures.ts';
import { type Slurm, startSlurm, whyNoSlurm } from '../manifest/slurm-cluster.ts';
import { isAlive, signalTo, until } from '../suite/fixtures.ts';
import type { Fault } from './fault.ts';
import { Network, whyNoHosts } from './hosts.ts';
import { EPOCHS, experimentIn, isAsUndisturbed, planIn } from './reference.ts';
import type { Round } from './round.ts';

interface Cluster {
  readonly slurm: Slurm;
  /** Number of the array of shards. */
  readonly shards: string;
  readonly network: Network | null;
  /** The node on which a shard is. */
  nodeOf(task: number): Promise<string>;
}

interface Options {
  /** Each node is one. */
  readonly hosts?: boolean;
  /** Shards may have to be submitted again, as is documented. */
  readonly mayLoseJobs?: boolean;
  readonly silence?: number;
}

/** Two shards on two nodes, disturbed when one of their runs has a random number of epochs. */
function onSlurm(
  name: string,
  disturb: (round: Round, cluster: Cluster) => Promise<void>,
  { hosts = false, mayLoseJobs = false, ...cluster }: Options = {},
): Fault {
  return {
    name,
    store: 'folder',
    whyNot: () => whyNoSlurm ?? (hosts ? whyNoHosts() : null),
    async play(round) {
      const network = hosts ? await Network.open() : null;
      if (network) round.afterwards(() => network.close());
      const machines = network ? [await network.host(), await network.host()] : undefined;
      const folder = join(round.folder, 'slurm');
      await mkdir(folder);
      const where = network && machines ? { machines, address: network.address } : {};
      const slurm = await startSlurm({ folder, nodes: 2, ...where, ...cluster });
      round.afterwards(() => slurm.end());
      const script = join(round.folder, 'shards.sh');
      await writeFile(script, scriptFor(round.folder));
      const env = 'ALL,DEGRADATION_LAB_TAKEOVER_SECONDS=2';
      const submit = () =>
        slurm.command('sbatch', '--parsable', '--chdir', round.folder, '--export', env, script);
      const shards = await submit();
      const moment = round.random.integer(1, EPOCHS >> 1);
      round.notes.push(`moment ${moment}`);
      await until(async () => (await epochsIn(round.folder)) >= moment);
      const nodeOf = (task: number) =>
        slurm.command('squeue', '-h', '-t', 'running', '-j', `${shards}_${task}`, '-o', '%N').catch(() => '');
      await disturb(round, { slurm, shards, network, nodeOf });
      const isEmpty = async () => (await slurm.command('squeue', '-h').catch(() => 'away')) === '';
      await until(isEmpty, 4);
      if (mayLoseJobs && (await finishedIn(round.folder)) < 2) {
        round.notes.push('submitted again');
        await submit();
        await until(isEmpty, 4);
      }
      await isAsUndisturbed(round.folder, []);
    },
  };
}

function scriptFor(folder: string): string {
  const [, ...run] = planIn(folder);
  const job = { name: 'lab-faults', shards: 2, run, report: [], cpus: 1, memory: '1G' };
  return slurmScript({ ...job, folder: root, time: '1:00:00', partition: 'main' });
}

/** The most that any run has. */
async function epochsIn(folder: string): Promise<number> {
  const experiment = experimentIn(folder);
  const tables = (await experiment.runIds()).map(id =>
    experiment
      .run(id)
      .readTable('epochs')
      .catch(() => []),
  );
  return Math.max(0, ...(await Promise.all(tables)).map(rows => rows.length));
}

async function finishedIn(folder: string): Promise<number> {
  const experiment = experimentIn(folder);
  const records = (await experiment.runIds()).map(id => experiment.run(id).readRecord());
  return (await Promise.all(records)).filter(record => record?.status === 'finished').length;
}

async function kill(...pids: readonly number[]): Promise<void> {
  for (const pid of pids) signalTo(pid, 'SIGKILL');
  await until(() => !pids.some(isAlive));
}

const requeued = onSlurm('slurm-requeue', async (round, { slurm, shards }) => {
  const task = round.random.integer(0, 1);
  // One that has ended is put back as well.
  await slurm.command('scontrol', 'requeue', `${shards}_${task}`);
});

const preempted = onSlurm('slurm-preemption', async (round, { slurm }) => {
  const nodes = String(round.random.integer(1, 2));
  round.notes.push(`${nodes} nodes`);
  const urgent = [
    '--partition',
    'urgent',
    '--nodes',
    nodes,
    '--output',
    '/dev/null',
    '--wrap',
    'exec sleep 2',
  ];
  await slurm.command('sbatch', ...urgent);
});

const nodeKilled = onSlurm(
  'slurm-node-killed',
  async (round, { slurm, nodeOf }) => {
    const node = (await nodeOf(round.random.integer(0, 1))) || slurm.nodes[0]!;
    const { steps, programs } = await slurm.jobsOn(node);
    const all = round.random.integer(0, 1) === 1;
    round.notes.push(all ? 'all of it' : 'its daemons: what trains goes on');
    await kill(await slurm.daemon(node), ...steps, ...(all ? programs : []));
    const state = () => slurm.command('sinfo', '-h', '-p', 'main', '-n', node, '-o', '%t');
    await until(async () => (await state()).startsWith('down'));
    await slurm.startNode(node);
  },
  { silence: 10 },
);

const controllerKilled = onSlurm(
  'slurm-controller-killed',
  async (round, { slurm }) => {
    await kill(await slurm.daemon('slurmctld'));
    await delay(1000 * round.random.integer(0, 8));
    await slurm.startController();
    await until(() =>
      slurm.command('squeue', '-h').then(
        () => true,
        () => false,
      ),
    );
  },
  // Of what it was told in its last seconds it may know nothing.
  { mayLoseJobs: true },
);

const nodeCut = onSlurm(
  'link-cut',
  async (round, { slurm, network, nodeOf }) => {
    const node = (await nodeOf(round.random.integer(0, 1))) || slurm.nodes[0]!;
    const host = network!.hosts[slurm.nodes.indexOf(node)]!;
    // Shorter or longer than the silence after which the node counts as lost.
    const seconds = round.random.integer(6, 24);
    round.notes.push(`cut for ${seconds} s`);
    await host.cut();
    await delay(1000 * seconds);
    await host.heal();
  },
  { hosts: true, silence: 10 },
);

export const faultsOfSlurm: readonly Fault[] = [nodeCut, nodeKilled, controllerKilled, requeued, preempted];
