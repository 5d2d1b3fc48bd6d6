import { z } from 'zod';
import { RESULTS_SCHEMA } from './schema.ts';

/**
 * Reads a JSON file of results that says which schema it has; the first one did not say so in every file.
 *
 * @param damagedAdvice what to do where the file is damaged
 * @throws OlderResultsError, NewerResultsError; Error naming the file when it is damaged
 */
export function parseVersioned<T>(
  text: string,
  schema: z.ZodType<T>,
  path: string,
  damagedAdvice?: string,
): T {
  try {
    const json: unknown = JSON.parse(text);
    const { schema: version = FIRST_SCHEMA } = z.looseObject({ schema: z.int().optional() }).parse(json);
    if (version > RESULTS_SCHEMA) throw new NewerResultsError(path, version);
    if (version < RESULTS_SCHEMA && whole.safeParse(json).success) throw new OlderResultsError(path, version);
    return schema.parse(json);
  } catch (cause) {
    if (cause instanceof NewerResultsError || cause instanceof OlderResultsError) throw cause;
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    const advice = damagedAdvice ? `; ${damagedAdvice}` : '';
    throw new Error(`${path} is damaged: ${reason}${advice}`, { cause });
  }
}

const FIRST_SCHEMA = 1;

/** What plans and runs of every schema have: without it, a file is damaged and not old. */
const whole = z.looseObject({ experiment: z.string() });

/** A results folder that only a newer version of this program understands. */
export class NewerResultsError extends Error {
  constructor(path: string, version: number) {
    super(
      `${path} has schema ${version}; this version reads up to ${RESULTS_SCHEMA}. ` +
        'Update the program, or name another folder with --results.',
    );
    this.name = 'NewerResultsError';
  }
}

/** A results folder whose numbers were made by other rules, and cannot stand beside new ones. */
export class OlderResultsError extends Error {
  constructor(path: string, version: number) {
    super(
      `${path} has schema ${version}, from an earlier version of this program; this version reads schema ${RESULTS_SCHEMA}, ` +
        'and its runs have other numbers. Name another folder with --results, or remove the old results: ' +
        'npm run suite -- clean',
    );
    this.name = 'OlderResultsError';
  }
}
