/** Most of the time that writing a report may take while runs are trained. */
export const SHARE_OF_TIME = {
  /** Somebody looks at it, and waits for what comes next. */
  watched: 1 / 5,
  /** It is there to be opened some time; the cores are wanted for training. */
  unwatched: 1 / 100,
} as const;

/** Keeps a report up to date while runs end. */
export interface ReportKeeper {
  /**
   * Writes the report with what there is, unless that was done a moment ago: with hundreds of runs reports would
   * otherwise take the time of the training. `null` where it was left out.
   */
  soFar(): Promise<string | null>;
  /** Writes the report when all has ended. */
  final(): Promise<string>;
}

/**
 * @param write writes the report, the last one with all that belongs to it, and returns its path; never called while a call
 *   before has not ended, or of two that overlap the older could be the last to reach the disk
 * @param share of the time: see `SHARE_OF_TIME`
 * @param now milliseconds
 */
export function reportKeeper(
  write: (last: boolean) => Promise<string>,
  share: number,
  now = () => performance.now(),
): ReportKeeper {
  let current: Promise<unknown> = Promise.resolve();
  let waiting: Promise<string> | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;
  let ending = false;

  async function timed(): Promise<string> {
    const last = ending;
    waiting = null;
    const started = now();
    try {
      return await write(last);
    } finally {
      notBefore = now() + (1 / share - 1) * (now() - started);
    }
  }

  // Whoever asks while one is written shares the next with all others that do.
  function queued(): Promise<string> {
    waiting ??= current.then(timed, timed);
    current = waiting;
    return waiting;
  }

  return {
    soFar: async () => (waiting === null && now() < notBefore ? null : queued()),
    async final() {
      ending = true;
      return queued();
    },
  };
}
