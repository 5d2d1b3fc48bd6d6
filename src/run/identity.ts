import { z } from 'zod';
import type { RunConfig } from './config.ts';

/** The columns that every table of a run begins with. */
export const identityColumns = {
  run_id: z.string(),
  kind: z.enum(['plain', 'residual']),
  depth: z.number(),
  seed: z.number(),
};

export function identityOf(id: string, { kind, depth, seed }: Pick<RunConfig, 'kind' | 'depth' | 'seed'>) {
  return { run_id: id, kind, depth, seed };
}
