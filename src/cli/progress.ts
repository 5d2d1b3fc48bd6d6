import type { SuiteEvent } from '../suite/events.ts';

/** How far a plan has come and when it will be done, counted from its events. */
export class Progress {
  private readonly costs = new Map<string, number>();
  /** Share of each run, 0 to 1. */
  private readonly shares = new Map<string, number>();
  private readonly ended = new Set<string>();
  private costBefore = 0;
  /** When the first run started, so that waiting and downloading do not count. */
  private started: number | null = null;
  private readonly now: () => number;

  /** @param now milliseconds on a clock that only goes forward */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  see(event: SuiteEvent): void {
    if (event.type === 'plan') {
      for (const { id, cost, done } of event.runs) {
        this.costs.set(id, cost);
        if (!done) continue;
        this.shares.set(id, 1);
        this.ended.add(id);
      }
      this.costBefore = this.costDone();
    } else if (event.type === 'run-started') {
      this.started ??= this.now();
      const share = event.epoch / event.config.recipe.epochs;
      this.costBefore += share * (this.costs.get(event.run) ?? 0);
      this.shares.set(event.run, share);
    } else if (event.type === 'step') {
      this.shares.set(event.run, event.step / event.totalSteps);
    } else if (event.type === 'epoch') {
      // Not every step is reported; and a limit on steps may end a run before its last epoch.
      const share = Math.max(this.shares.get(event.run) ?? 0, event.epoch / event.epochs);
      this.shares.set(event.run, share);
    } else if (event.type === 'run-ended') {
      this.shares.set(event.run, 1);
      this.ended.add(event.run);
    }
  }

  /** 0 to 1, by arithmetic to be done, not by number of runs. */
  get share(): number {
    return this.costDone() / this.costTotal();
  }

  /** Null until there is something to judge by. */
  get remainingSeconds(): number | null {
    const worked = this.costDone() - this.costBefore;
    const total = this.costTotal();
    if (worked < total / 50) return null;
    const elapsed = (this.now() - (this.started ?? this.now())) / 1000;
    return (elapsed / worked) * (total - this.costDone());
  }

  get endedRuns(): number {
    return this.ended.size;
  }

  private costDone(): number {
    return [...this.shares].reduce((sum, [id, share]) => sum + share * (this.costs.get(id) ?? 0), 0);
  }

  private costTotal(): number {
    return [...this.costs.values()].reduce((sum, cost) => sum + cost, 0);
  }
}
