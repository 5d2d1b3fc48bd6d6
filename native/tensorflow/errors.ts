/** Something that this machine lacks; the message says what to do. Nothing was changed. */
export class NotPossibleHereError extends Error {
  override name = 'NotPossibleHereError';
}
