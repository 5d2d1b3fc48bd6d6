import { closest } from 'fastest-levenshtein';

/** Something that the person at the command line can put right; ends the program with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * `value`, if it is allowed.
 *
 * @param what names it in the error: an option or a kind of thing
 * @throws UsageError with the value received, all that is allowed and the nearest right one
 */
export function oneOf<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(candidate => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `unknown ${what} "${value}"; allowed: ${allowed.join(', ')}. Did you mean "${closest(value, [...allowed])}"?`,
  );
}
