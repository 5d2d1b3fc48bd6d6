import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { isAlive, until } from '../suite/fixtures.ts';

const CONTROLLER_PORT = 16_817;

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

export interface Slurm {
  /** Runs one of its commands; returns what it prints. */
  command(name: string, ...args: string[]): Promise<string>;
  /** For commands that somebody else runs. */
  readonly env: NodeJS.ProcessEnv;
}

/** A real Slurm of several nodes, all of them this machine; without systemd and cgroups. */
export async function startSlurm(t: ExecutionContext, nodes: number): Promise<Slurm> {
  const folder = await temporaryFolder(t);
  const host = hostname().split('.')[0]!;
  await mkdir(join(folder, 'state'));
  await mkdir(join(folder, 'spool'));
  await writeFile(join(folder, 'key'), randomBytes(128), { mode: 0o600 });
  const names = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
  // Megabytes; a node that has less than it says is not used.
  const memory = Math.floor(totalmem() / 2 ** 21);
  const conf = join(folder, 'slurm.conf');
  await writeFile(
    conf,
    [
      'ClusterName=lab',
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmctldPort=${CONTROLLER_PORT}`,
      'SlurmUser=root',
      'CommunicationParameters=NoInAddrAny,NoCtldInAddrAny',
      // A job that is put back waits for twice as long as its credential is good for.
      `AuthInfo=socket=${join(folder, 'munge')},cred_expire=5`,
      'ProctrackType=proctrack/pgid',
      'TaskPlugin=task/none',
      'SelectType=select/linear',
      'SchedulerType=sched/builtin',
      'SchedulerParameters=sched_interval=1,batch_sched_delay=0',
      'ReturnToService=2',
      'SlurmdTimeout=10',
      'KillWait=5',
      `StateSaveLocation=${join(folder, 'state')}`,
      `SlurmdSpoolDir=${join(folder, 'spool')}/%n`,
      `SlurmctldPidFile=${join(folder, 'slurmctld.pid')}`,
      `SlurmdPidFile=${join(folder, '%n.pid')}`,
      `SlurmctldLogFile=${join(folder, 'slurmctld.log')}`,
      `SlurmdLogFile=${join(folder, '%n.log')}`,
      ...names.map(
        (name, i) =>
          `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${CONTROLLER_PORT + 1 + i} CPUs=1 RealMemory=${memory}`,
      ),
      `PartitionName=main Nodes=${names.join(',')} Default=YES`,
      '',
    ].join('\n'),
  );
  const env = { ...process.env, SLURM_CONF: conf };
  const command = async (name: string, ...args: string[]) =>
    (await promisify(execFile)(name, args, { env })).stdout.trim();
  t.teardown(async () => {
    await command('scancel', '--user=root', '--signal=KILL', '--full').catch(() => {});
    for (const pidFile of [...names, 'slurmctld', 'munged'].map(name => join(folder, `${name}.pid`))) {
      const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
      if (!(pid > 0)) continue;
      process.kill(pid, 'SIGTERM');
      await until(() => !isAlive(pid));
    }
  });
  const files = ['pid', 'log', 'seed'].map(end => `--${end}-file=${join(folder, `munged.${end}`)}`);
  await command(
    'munged',
    '--force',
    `--key-file=${join(folder, 'key')}`,
    `--socket=${join(folder, 'munge')}`,
    ...files,
  );
  await command('slurmctld', '-c');
  for (const name of names) await command('slurmd', '-N', name);
  await until(
    async () => (await command('sinfo', '-h', '-t', 'idle', '-o', '%D').catch(() => '')) === String(nodes),
  );
  return { command, env };
}
