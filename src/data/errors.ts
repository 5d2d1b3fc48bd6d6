/** Something about the data that the person at the keyboard can act on; the message says what and how. */
export class DataError extends Error {
  override name = 'DataError';
}

/** A file of the data set that is missing, has the wrong size or the wrong bytes. */
export class DamagedFileError extends DataError {
  override name = 'DamagedFileError';
  /** Base name, e.g. `data_batch_3.bin`. */
  readonly file: string;
  /** True if there is no such file, as opposed to a wrong one. */
  readonly missing: boolean;

  constructor(path: string, file: string, problem: string, options: { missing?: boolean } = {}) {
    super(`${path} ${problem}`);
    this.file = file;
    this.missing = options.missing ?? false;
  }
}

/** A number of images that the data set cannot provide. */
export class DataSizeError extends DataError {
  override name = 'DataSizeError';
  readonly option: string;
  readonly received: number;
  /** In words, e.g. `10 to 45000`. */
  readonly allowed: string;

  constructor(option: string, received: number, allowed: string, why: string) {
    super(`${option} must be ${allowed} (${why}); got ${received}`);
    this.option = option;
    this.received = received;
    this.allowed = allowed;
  }
}

/** One line that says why something failed, with the cause that `fetch` and others keep one level down. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = (cause as NodeJS.ErrnoException).code;
  return `${error.message}: ${cause.message || code || cause.name}`;
}

/** The `code` of a system error (`ENOENT`, …), if it is one. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
