import { availableParallelism } from 'node:os';
import type { Engine } from '../engine/index.ts';
import { automatic, type Candidate, candidates } from '../engine/names.ts';
import { inWorker } from './worker-process.ts';

/** One way to compute, and whether it can be had here. */
export type Found =
  | { readonly candidate: Candidate; readonly available: true; readonly engine: Engine }
  | { readonly candidate: Candidate; readonly available: false; readonly reason: string };

export interface Survey {
  /** What `--engine auto` takes. */
  readonly auto: Candidate;
  readonly engines: readonly Found[];
}

/** Opens every engine once, each in a process of its own, which ends and so keeps no memory or GPU. */
export async function surveyEngines(): Promise<Survey> {
  const threads = availableParallelism();
  const engines = await Promise.all(candidates.map(candidate => tryCandidate(candidate, threads)));
  const available = new Set(engines.filter(one => one.available).map(one => one.candidate));
  const auto = automatic.find(candidate => available.has(candidate));
  if (auto) return { auto, engines };
  throw new Error(
    `no engine is available: ${engines.map(one => (one.available ? '' : one.reason)).join('; ')}`,
  );
}

async function tryCandidate(candidate: Candidate, threads: number): Promise<Found> {
  try {
    const engine = await inWorker<Engine>({ job: 'candidate', candidate, threads });
    return { candidate, available: true, engine };
  } catch (error) {
    return { candidate, available: false, reason: (error as Error).message };
  }
}
