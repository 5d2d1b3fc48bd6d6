import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAlive, signalTo, until } from '../suite/fixtures.ts';

/** Why there cannot be a Slurm here; null where there can. */
export const whyNoSlurm = ((): string | null => {
  for (const program of ['slurmctld', 'slurmd', 'sbatch', 'munged']) {
    try {
      execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    } catch {
      return `there is no ${program} (Debian: apt-get install slurm-wlm munge)`;
    }
  }
  return process.getuid?.() === 0 ? null : 'its daemons are started as root';
})();

/** A machine that is a node; absent: all are this one. */
interface Machine {
  readonly name: string;
  readonly address: string;
  readonly within: readonly string[];
}

export interface SlurmOptions {
  /** An empty one. */
  readonly folder: string;
  readonly nodes: number;
  /** As many as there are nodes, and the address at which they reach this one. */
  readonly machines?: readonly Machine[];
  readonly address?: string;
  /** After how many seconds of silence a node counts as lost. Not to be heard is also that of a machine with a lot to do. */
  readonly silence?: number;
}

export interface Slurm {
  /** Runs one of its commands; returns what it prints. */
  command(name: string, ...args: string[]): Promise<string>;
  /** For commands that somebody else runs. */
  readonly env: NodeJS.ProcessEnv;
  /** Names of nodes. */
  readonly nodes: readonly string[];
  /** Of `slurmctld`, or of the `slurmd` of a node. */
  daemon(name: 'slurmctld' | string): Promise<number>;
  /** Processes of a node's jobs: those that Slurm puts between (`slurmstepd`), and those that train. */
  jobsOn(node: string): Promise<{ readonly steps: number[]; readonly programs: number[] }>;
  startController(): Promise<void>;
  startNode(name: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * A real Slurm of several nodes, without systemd and cgroups. Jobs of the partition `urgent` take nodes from those of `main`,
 * which are put back into the queue.
 */
export async function startSlurm({
  folder,
  nodes: count,
  machines,
  address = '127.0.0.1',
  silence = 300,
}: SlurmOptions): Promise<Slurm> {
  const host = hostname().split('.')[0]!;
  await mkdir(join(folder, 'state'));
  await mkdir(join(folder, 'spool'));
  await writeFile(join(folder, 'key'), randomBytes(128), { mode: 0o600 });
  const names = Array.from({ length: count }, (_, i) => `n${i + 1}`);
  // Megabytes; a node that has less than it says is not used.
  const memory = Math.floor(totalmem() / 2 ** 21);
  // Of several clusters on one machine each has its own.
  const port = 16_000 + 16 * (randomBytes(2).readUInt16LE() % 1000);
  const conf = join(folder, 'slurm.conf');
  await writeFile(
    conf,
    [
      'ClusterName=lab',
      `SlurmctldHost=${host}(${address})`,
      `SlurmctldPort=${port}`,
      'SlurmUser=root',
      // Bound to what its machine's name stands for: nodes of other machines would not reach the controller there, and find no
      // such address for themselves.
      ...(machines ? [] : ['CommunicationParameters=NoInAddrAny,NoCtldInAddrAny']),
      // A job that is put back waits for twice as long as its credential is good for.
      `AuthInfo=socket=${join(folder, 'munge')},cred_expire=5`,
      'ProctrackType=proctrack/pgid',
      'TaskPlugin=task/none',
      'SelectType=select/linear',
      'SchedulerType=sched/builtin',
      'SchedulerParameters=sched_interval=1,batch_sched_delay=0',
      'PreemptType=preempt/partition_prio',
      'PreemptMode=REQUEUE',
      'ReturnToService=2',
      `SlurmdTimeout=${silence}`,
      'MessageTimeout=60',
      'KillWait=5',
      `StateSaveLocation=${join(folder, 'state')}`,
      `SlurmdSpoolDir=${join(folder, 'spool')}/%n`,
      `SlurmctldPidFile=${join(folder, 'slurmctld.pid')}`,
      `SlurmdPidFile=${join(folder, '%n.pid')}`,
      `SlurmctldLogFile=${join(folder, 'slurmctld.log')}`,
      `SlurmdLogFile=${join(folder, '%n.log')}`,
      ...names.map((name, i) => {
        const { name: at, address: where } = machines?.[i] ?? { name: host, address: '127.0.0.1' };
        return `NodeName=${name} NodeHostname=${at} NodeAddr=${where} Port=${port + 1 + i} CPUs=1 RealMemory=${memory}`;
      }),
      `PartitionName=main Nodes=${names.join(',')} Default=YES PriorityTier=1`,
      `PartitionName=urgent Nodes=${names.join(',')} PriorityTier=10`,
      '',
    ].join('\n'),
  );
  const env = { ...process.env, SLURM_CONF: conf };
  const command = async (name: string, ...args: string[]) =>
    (await promisify(execFile)(name, args, { env })).stdout.trim();
  const daemon = async (name: string) =>
    Number(await readFile(join(folder, `${name}.pid`), 'utf8').catch(() => ''));
  const slurm: Slurm = {
    command,
    env,
    nodes: names,
    daemon,
    async jobsOn(node) {
      const own = await processesWith(conf, `SLURMD_NODENAME=${node}\0`);
      const isStep = ({ name }: { name: string }) => name.startsWith('slurmstepd');
      const programs = own.filter(one => !isStep(one)).map(({ pid }) => pid);
      const parents = await Promise.all(programs.map(parentOf));
      const steps = (await processesWith(conf)).filter(one => isStep(one) && parents.includes(one.pid));
      return { programs, steps: steps.map(({ pid }) => pid) };
    },
    async startController() {
      await command('slurmctld');
    },
    async startNode(name) {
      const { within = [] } = machines?.[names.indexOf(name)] ?? {};
      const [program, ...words] = [...within, 'slurmd', '-N', name];
      await command(program!, ...words);
    },
    async end() {
      await command('scancel', '--user=root', '--signal=KILL', '--full').catch(() => {});
      for (const name of [...names, 'slurmctld', 'munged']) {
        const pid = await daemon(name);
        if (!(pid > 0)) continue;
        signalTo(pid, 'SIGTERM');
        await until(() => !isAlive(pid));
      }
      // Those whose Slurm was killed.
      for (const { pid } of await processesWith(conf)) signalTo(pid, 'SIGKILL');
    },
  };
  const files = ['pid', 'log', 'seed'].map(end => `--${end}-file=${join(folder, `munged.${end}`)}`);
  await command(
    'munged',
    '--force',
    `--key-file=${join(folder, 'key')}`,
    `--socket=${join(folder, 'munge')}`,
    ...files,
  );
  await command('slurmctld', '-c');
  for (const name of names) await slurm.startNode(name);
  await until(
    async () =>
      (await command('sinfo', '-h', '-p', 'main', '-t', 'idle', '-o', '%D').catch(() => '')) ===
      String(count),
  );
  return slurm;
}

/** Processes whose environment has all of some texts. */
async function processesWith(...texts: readonly string[]): Promise<{ pid: number; name: string }[]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = ids.map(async id => {
    const [environment, name] = await Promise.all(
      ['environ', 'cmdline'].map(file => readFile(`/proc/${id}/${file}`, 'latin1').catch(() => '')),
    );
    return texts.every(text => environment!.includes(text)) ? [{ pid: Number(id), name: name! }] : [];
  });
  return (await Promise.all(found)).flat();
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0);
}
