import { availableParallelism } from 'node:os';
import type { Engine } from '../engine/index.ts';
import { automatic, type Candidate, candidates } from '../engine/names.ts';
import { type TensorflowPackage, whyNotInstalled } from '../engine/tensorflow-package.ts';
import { inWorker, WorkerProcess } from './worker-process.ts';

/** One way to compute, and whether it can be had here. */
export type Found =
  | { readonly candidate: Candidate; readonly available: true; readonly engine: Engine }
  | { readonly candidate: Candidate; readonly available: false; readonly reason: string };

export interface Survey {
  /** What `--engine auto` takes. */
  readonly auto: Candidate;
  readonly engines: readonly Found[];
}

const packages: Partial<Record<Candidate, TensorflowPackage>> = {
  'tensorflow-gpu': '@tensorflow/tfjs-node-gpu',
  'tensorflow-cpu': '@tensorflow/tfjs-node',
};

/** Opens every engine once, in processes that end and so keep no memory or GPU. */
export async function surveyEngines(): Promise<Survey> {
  const threads = availableParallelism();
  // The others can be opened one after the other in one process; each binding to libtensorflow has to be the only one.
  const shared = new WorkerProcess();
  let before: Promise<unknown> = Promise.resolve();
  const tryCandidate = async (candidate: Candidate): Promise<Found> => {
    const name = packages[candidate];
    const reason = name && whyNotInstalled(name);
    if (reason) return { candidate, available: false, reason };
    const job = { job: 'candidate', candidate, threads } as const;
    const opened = name ? inWorker<Engine>(job) : before.then(() => shared.perform<Engine>(job));
    if (!name) before = opened.catch(() => {});
    return opened.then(
      engine => ({ candidate, available: true, engine }),
      (error: Error) => ({ candidate, available: false, reason: error.message }),
    );
  };
  const engines = await Promise.all(candidates.map(tryCandidate));
  shared.end();
  const available = new Set(engines.filter(one => one.available).map(one => one.candidate));
  const auto = automatic.find(candidate => available.has(candidate));
  if (auto) return { auto, engines };
  throw new Error(
    `no engine is available: ${engines.map(one => (one.available ? '' : one.reason)).join('; ')}`,
  );
}
