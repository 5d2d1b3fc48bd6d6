/** The process behind `worker-process.ts`: does one job after the other, reports by messages, and ends with
 * its parent. */

import { withArithmetic } from '../arithmetic/index.ts';
import { StorageFullError } from '../atomic-file.ts';
import { loadDataOnce } from '../data/index.ts';
import { openById, openEngine } from '../engine/index.ts';
import type { EngineChoice, EngineId } from '../engine/registry.ts';
import { loadSameRegularizerFile, type RegularizerFile } from '../regularizers/files.ts';
import type { RunConfig } from '../run/config.ts';
import { estimateSeconds } from './estimate.ts';
import { executeRun, type RunTask } from './execute-run.ts';
import { passClock } from './pass-clock.ts';

export type Job =
  | { readonly job: 'run'; readonly task: RunTask }
  | { readonly job: 'engine'; readonly engine: EngineChoice; readonly threads: number }
  | { readonly job: 'engine-by-id'; readonly id: EngineId; readonly threads: number }
  | {
      readonly job: 'estimate';
      readonly engine: EngineChoice;
      readonly threads: number;
      readonly configs: readonly RunConfig[];
      /** Files of a user's own whose regularizers these may name. */
      readonly regularizerFiles: readonly RegularizerFile[];
    };

export type Reply =
  | { readonly reply: 'event'; readonly event: unknown }
  | { readonly reply: 'result'; readonly value: unknown }
  | { readonly reply: 'error'; readonly message: string; readonly storageFull: boolean }
  | { readonly reply: 'signal'; readonly signal: NodeJS.Signals };

async function perform(job: Job): Promise<unknown> {
  if (job.job === 'run') {
    return executeRun(job.task, loadDataOnce, event => void send({ reply: 'event', event }));
  }
  if (job.job === 'engine-by-id') return withArithmetic(await openById(job.id, job.threads));
  const engine = await openEngine(job.engine, job.threads);
  if (job.job === 'engine') return withArithmetic(engine);
  for (const file of job.regularizerFiles) await loadSameRegularizerFile(file);
  return estimateSeconds(job.configs, passClock());
}

function send(reply: Reply): Promise<void> {
  return new Promise(resolve => process.send?.(reply, undefined, {}, () => resolve()));
}

process.on('disconnect', () => process.exit(1));
process.on('message', (job: Job) => {
  perform(job).then(
    value => send({ reply: 'result', value: value ?? null }),
    error =>
      send({
        reply: 'error',
        message: error instanceof Error ? error.message : String(error),
        storageFull: error instanceof StorageFullError,
      }),
  );
});
