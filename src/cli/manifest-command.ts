import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadExperiment } from '../catalogue.ts';
import { kubernetesManifest } from '../manifest/kubernetes.ts';
import { slurmScript } from '../manifest/slurm.ts';
import { planOf } from '../suite/prepare.ts';
import { oneOf, UsageError } from '../usage-error.ts';
import { addRunOptions, count, type RunOptions } from './options.ts';
import { suiteOptions } from './run-command.ts';
import { withoutOptions } from './typed-command.ts';

const systems = ['slurm', 'kubernetes'] as const;

interface ManifestOptions extends RunOptions {
  readonly shards: number;
  readonly cpus: number;
  readonly memory?: string;
  readonly time: string;
  readonly partition?: string;
  readonly image?: string;
  readonly storage: string;
  readonly storageClass?: string;
}

/** Options of `run` that mean nothing to jobs, or are theirs to say. */
const REFUSED = ['shard', 'shardIndex', 'shardCount', 'open', 'dryRun', 'fresh', 'yes'] as const;

/** Those that are not passed on to `run`, and take a value. */
const OWN = [
  '--shards',
  '--cpus',
  '--memory',
  '--time',
  '--partition',
  '--image',
  '--storage',
  '--storage-class',
];

export const MANIFEST_HELP = `
All options of run are passed on to the shards. Examples:
  npm run --silent suite -- manifest slurm plain-vs-residual --shards 16 > shards.sh && bash shards.sh
  npm run --silent suite -- manifest kubernetes depth --shards 8 --image registry.example/lab:1 | kubectl apply -f -
docs/many-machines.md says more.`;

export function addManifestOptions(command: Command): Command {
  return addRunOptions(command)
    .addOption(
      new Option('--shards <n>', 'parts that the runs are dealt to').argParser(count).makeOptionMandatory(),
    )
    .option('--cpus <n>', 'processors of each shard, and runs at a time', count, 1)
    .option('--memory <size>', 'of each shard (default: 4G; on kubernetes 4Gi)', quantity)
    .option('--time <limit>', 'slurm: time limit of each shard', plainWord, '1-00:00:00')
    .option('--partition <name>', 'slurm: where to run', plainWord)
    .option('--image <name>', 'kubernetes: image of this project, see docs/many-machines.md')
    .option('--storage <size>', 'kubernetes: size of the volume', quantity, '10Gi')
    .option('--storage-class <name>', 'kubernetes: of the volume, which many nodes write');
}

/**
 * Prints a job file that trains the shards of some experiments on a system that distributes jobs.
 *
 * @param args of the command line, whose options for `run` are passed on
 * @throws UsageError, also for what `run` would refuse of the plan
 */
export async function manifestCommand(
  typed: string,
  names: readonly string[],
  options: ManifestOptions,
  args: readonly string[],
): Promise<void> {
  const system = oneOf('system', typed, systems);
  for (const name of REFUSED) {
    if (options[name] === undefined) continue;
    const option = name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
    throw new UsageError(
      `--${option} is not for job files: ${MANIFEST_REASONS[name] ?? 'shards write no report'}`,
    );
  }
  const suite = await suiteOptions(options, '');
  for (const name of names) await planOf(await loadExperiment(name), suite);
  const passed = withoutOptions(args.slice(1), OWN);
  passed.splice(passed.indexOf(typed), 1);
  const { shards, cpus } = options;
  const job = { name: nameOf(names), shards, cpus, run: passed };
  if (system === 'slurm') {
    const folder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
    const { results, reports, time, partition, memory = '4G' } = options;
    const report = [...names, '--results', results, '--reports', reports];
    process.stdout.write(slurmScript({ ...job, report, memory, folder, time, partition }));
    return;
  }
  const { image, storage, storageClass, memory = '4Gi' } = options;
  if (image === undefined) {
    throw new UsageError(
      '--image is needed on kubernetes: docs/many-machines.md says how to make one of this project',
    );
  }
  const own = withoutOptions(passed, ['--results', '--reports']);
  if (own.length < passed.length) {
    throw new UsageError('--results and --reports are on the volume on kubernetes: leave them out');
  }
  process.stdout.write(kubernetesManifest({ ...job, report: names, memory, image, storage, storageClass }));
}

const MANIFEST_REASONS: Readonly<Partial<Record<(typeof REFUSED)[number], string>>> = {
  shard: 'it deals to all of --shards',
  shardIndex: 'it deals to all of --shards',
  shardCount: 'it deals to all of --shards',
  dryRun: 'use it with run',
  fresh: 'a shard that is started again would begin again; use npm run suite -- clean first',
  yes: 'a shard that is started again would begin again; use npm run suite -- clean first',
};

/** Names of jobs have 63 characters at most, of which a pod's takes some. */
function nameOf(names: readonly string[]): string {
  return `lab-${names.length === 1 ? names[0]!.slice(0, 40) : 'experiments'}`;
}

function quantity(value: string): string {
  if (/^\d{1,6}(\.\d+)?(K|M|G|T|Ki|Mi|Gi|Ti)$/.test(value)) return value;
  throw new InvalidArgumentError('Allowed: a number with a unit, 4G or 512Mi.');
}

/** It stands in a comment that a system reads. */
function plainWord(value: string): string {
  if (/^[\w.:,+-]+$/.test(value)) return value;
  throw new InvalidArgumentError('Allowed: letters, digits and . : , + - _.');
}
