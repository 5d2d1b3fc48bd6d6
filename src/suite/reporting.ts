/** What keeps an experiment's report up to date while its runs end. */
export interface Reporting {
  /** @throws UsageError where nothing can be written: better known before hours of training than after */
  prepare(): Promise<void>;
  /** @param ids of the runs that belong to the plan */
  follow(plan: string, ids: readonly string[]): Following;
}

/** The report of one plan. */
export interface Following {
  /** Writes it with what there is; `null` where it was left out because that was done a moment ago. */
  soFar(): Promise<string | null>;
  /** Writes it when all has ended; returns its path. */
  final(): Promise<string>;
}
