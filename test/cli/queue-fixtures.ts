import { spawn } from 'node:child_process';
import type { ExecutionContext } from 'ava';
import { loadDataOnce } from '../../src/data/index.ts';
import { whyNoQueue } from '../../src/queue/packages.js';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { executeRun } from '../../src/suite/execute-run.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { whyNoPostgres } from '../queue/postgres.ts';
import { root } from './fixtures.ts';

/** `QUEUE_NODE` names another one than this process has. */
const node = process.env.QUEUE_NODE ?? process.execPath;

/** Why submitters and workers cannot be started here; null where they can. */
export const whyNoQueueHere = whyNoPostgres ?? (process.env.QUEUE_NODE ? null : whyNoQueue());

export const work = ['work', '--engine', 'wasm', '--workers', '1', '--until-done', '--json'] as const;

/** Starts a command line that finds the address of the queue in its environment. */
export function startQueued(
  t: ExecutionContext,
  url: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
) {
  const child = spawn(node, ['src/cli.js', ...args], {
    cwd: root,
    env: { ...process.env, DEGRADATION_LAB_QUEUE: url, npm_lifecycle_event: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', text => {
    told.stdout += text;
  });
  child.stderr.on('data', text => {
    told.stderr += text;
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>(resolve => {
    child.on('close', code => resolve({ code, ...told }));
  });
  return { child, told, ended };
}

/** The same runs, trained in this process by nobody else. */
export async function undisturbed(t: ExecutionContext, experiment: ExperimentFolder, ids: readonly string[]) {
  const folder = await temporaryFolder(t);
  for (const id of ids) {
    const { config, source } = (await experiment.run(id).readRecord())!;
    const task = {
      experiment: 'again',
      id,
      config,
      source,
      regularizerFiles: [],
      engine: 'wasm',
      threads: 1,
    } as const;
    await executeRun({ ...task, store: { type: 'folder', folder } }, loadDataOnce, () => {});
  }
  return new ExperimentFolder(folder, 'again');
}
