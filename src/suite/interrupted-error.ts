/** Somebody wants the suite to stop; ends the program with exit code 130 and the line that goes on. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
}
