/** Something that the person at the command line can put right; ends the program with exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
