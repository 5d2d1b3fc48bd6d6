/** Tasks that wait, and those of which somebody else decides whether they come back. */
export class TaskQueue<Task> {
  readonly #waiting: Task[];
  #away = 0;
  #error: unknown = null;
  #wake: (() => void)[] = [];

  constructor(tasks: readonly Task[]) {
    this.#waiting = [...tasks];
  }

  /** Whether a task is there at once. */
  get isReady(): boolean {
    return this.#waiting.length > 0;
  }

  /**
   * The next task, as soon as there is one; `null` when none can come any more.
   *
   * @throws what a promise given to `comesBack` was rejected with
   */
  async next(): Promise<Task | null> {
    for (;;) {
      if (this.#error) throw this.#error;
      const task = this.#waiting.shift();
      if (task) return task;
      if (this.#away === 0) return null;
      await new Promise<void>(resolve => this.#wake.push(resolve));
    }
  }

  /** A task that comes back, and then is the first, or has ended elsewhere: `null`. */
  comesBack(later: Promise<Task | null>): void {
    this.#away++;
    const settled = () => {
      this.#away--;
      for (const wake of this.#wake.splice(0)) wake();
    };
    later.then(
      task => {
        if (task) this.#waiting.unshift(task);
        settled();
      },
      error => {
        this.#error ??= error;
        settled();
      },
    );
  }
}
