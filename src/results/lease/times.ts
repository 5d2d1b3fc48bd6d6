const SECONDS = 12;

/**
 * For how long a counter has to stand still until its lease is taken over. All that share a results folder should agree;
 * tests have it shorter by `DEGRADATION_LAB_TAKEOVER_SECONDS`.
 */
export function takeoverMilliseconds(): number {
  return 1000 * Number(process.env.DEGRADATION_LAB_TAKEOVER_SECONDS || SECONDS);
}

/** Between two raises of the counter; challengers look as often. */
export function beatMilliseconds(): number {
  return takeoverMilliseconds() / 8;
}
