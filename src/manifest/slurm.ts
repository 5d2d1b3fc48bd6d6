import { shellWord } from '../shell-word.ts';
import type { ShardJob } from './job.ts';

export interface SlurmJob extends ShardJob {
  /** The checkout, on a file system that all nodes share. */
  readonly folder: string;
  /** As Slurm writes it: `1-00:00:00`. */
  readonly time: string;
  readonly partition?: string | undefined;
}

/** Seconds before the time limit at which a shard is told to end: enough for an epoch's files. */
const NOTICE_SECONDS = 120;

/**
 * A batch script that trains all shards as an array. Given to `bash` instead of `sbatch`, it submits itself, and a job that
 * writes the report when all of them have ended.
 */
export function slurmScript({
  name,
  shards,
  run,
  report,
  cpus,
  memory,
  folder,
  time,
  partition,
}: SlurmJob): string {
  const words = (all: readonly string[]) => all.map(shellWord).join(' ');
  const partitionLine = partition === undefined ? [] : [`#SBATCH --partition=${partition}`];
  const reportOptions = ['--job-name', `${name}-report`, '--output', 'slurm-%x-%j.log'];
  if (partition !== undefined) reportOptions.push('--partition', partition);
  const workers = run.some(word => /^--workers(=|$)/.test(word)) ? [] : ['--workers', String(cpus)];
  return `${[
    '#!/bin/bash',
    `#SBATCH --job-name=${name}`,
    `#SBATCH --array=0-${shards - 1}`,
    '#SBATCH --ntasks=1',
    `#SBATCH --cpus-per-task=${cpus}`,
    `#SBATCH --mem=${memory}`,
    `#SBATCH --time=${time}`,
    ...partitionLine,
    '#SBATCH --output=slurm-%x-%A_%a.log',
    '#SBATCH --open-mode=append',
    '# A node that fails or is taken away gives its shard back; it goes on after its last epoch.',
    '#SBATCH --requeue',
    `# ${NOTICE_SECONDS} seconds before the time limit. What that cuts short goes on when this file is submitted again.`,
    `#SBATCH --signal=B:TERM@${NOTICE_SECONDS}`,
    '',
    '# Submit with bash, which adds a job that writes the report; or with sbatch, for the shards alone.',
    'set -eu',
    `if [ -z "\${SLURM_JOB_ID:-}" ]; then`,
    '  shards=$(sbatch --parsable "$0")',
    `  report=$(sbatch --parsable --dependency="afterany:\${shards%%;*}" ${words(reportOptions)} \\`,
    `    --wrap ${shellWord(`cd ${shellWord(folder)} && exec node src/cli.js ${words(['report', ...report])}`)})`,
    '  echo "shards: job $shards; report: job $report"',
    '  exit',
    'fi',
    '',
    `cd ${shellWord(folder)}`,
    '# In the place of this shell, so that signals reach it.',
    `exec node src/cli.js ${words(['run', ...run, ...workers])} \\`,
    `  --shard-index "$SLURM_ARRAY_TASK_ID" --shard-count ${shards}`,
  ].join('\n')}\n`;
}
