import { z } from 'zod';
import { type Kind, kindSchema } from '../model/config.ts';

/** The columns that every table of a run begins with. */
export const identityColumns = {
  run_id: z.string(),
  kind: kindSchema,
  depth: z.number(),
  seed: z.number(),
};

interface RunIdentity {
  readonly kind: Kind;
  readonly depth: number;
  readonly seed: number;
}

export function identityOf(id: string, { kind, depth, seed }: RunIdentity) {
  return { run_id: id, kind, depth, seed };
}
