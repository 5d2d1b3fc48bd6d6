/** Says when something is due that is done every so many milliseconds at most. Decides what is shown, never what is computed. */
export class Pace {
  readonly #interval: number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(interval: number) {
    this.#interval = interval;
  }

  /** Whether it is time again; then the next interval begins. */
  isDue(): boolean {
    const now = performance.now();
    if (now - this.#last < this.#interval) return false;
    this.#last = now;
    return true;
  }

  /** Makes it due at once. */
  now(): void {
    this.#last = Number.NEGATIVE_INFINITY;
  }
}
