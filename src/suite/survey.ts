import { availableParallelism } from 'node:os';
import type { RunEngine } from '../arithmetic/index.ts';
import { type EngineId, engines, type KnownEngine } from '../engine/registry.ts';
import { inWorker, WorkerProcess } from './worker-process.ts';

/** One way to compute, and whether it can be had here. */
export type Found =
  | { readonly candidate: EngineId; readonly available: true; readonly engine: RunEngine }
  | { readonly candidate: EngineId; readonly available: false; readonly reason: string };

export interface Survey {
  /** What `--engine auto` takes. */
  readonly auto: EngineId;
  readonly engines: readonly Found[];
}

/** Opens every engine once, in processes that end and so keep no memory or GPU. */
export async function surveyEngines(): Promise<Survey> {
  const threads = availableParallelism();
  // Of those that need no process of their own, one is opened after the other.
  const shared = new WorkerProcess();
  let before: Promise<unknown> = Promise.resolve();
  const tryEngine = async ({ id, alone, whyMissing }: KnownEngine): Promise<Found> => {
    const reason = whyMissing?.();
    if (reason) return { candidate: id, available: false, reason };
    const job = { job: 'engine-by-id', id, threads } as const;
    const opened = alone ? inWorker<RunEngine>(job) : before.then(() => shared.perform<RunEngine>(job));
    if (!alone) before = opened.catch(() => {});
    return opened.then(
      engine => ({ candidate: id, available: true, engine }),
      (error: Error) => ({ candidate: id, available: false, reason: error.message }),
    );
  };
  const found = await Promise.all(engines.map(tryEngine));
  shared.end();
  const auto = engines.find(({ id, automatic }) =>
    found.some(({ candidate, available }) => automatic && available && candidate === id),
  );
  if (auto) return { auto: auto.id, engines: found };
  throw new Error(
    `no engine is available: ${found.map(one => (one.available ? '' : one.reason)).join('; ')}`,
  );
}
