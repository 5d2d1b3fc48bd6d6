import type { SuiteEvent } from '../suite/events.ts';

/** How far a plan has come and when it will be done, counted from its events. */
export class Progress {
  private readonly costs = new Map<string, number>();
  /** Share of each run, 0 to 1. */
  private readonly shares = new Map<string, number>();
  private costBefore = 0;
  private readonly started: number;
  private readonly now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
    this.started = now();
  }

  see(event: SuiteEvent): void {
    if (event.type === 'plan') {
      for (const { id, cost, done } of event.runs) {
        this.costs.set(id, cost);
        if (done) this.shares.set(id, 1);
      }
      this.costBefore = this.costDone();
    } else if (event.type === 'run-started') {
      const share = event.epoch / event.config.recipe.epochs;
      this.costBefore += share * (this.costs.get(event.run) ?? 0);
      this.shares.set(event.run, share);
    } else if (event.type === 'step') {
      this.shares.set(event.run, event.step / event.totalSteps);
    } else if (event.type === 'run-ended') {
      this.shares.set(event.run, 1);
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
    const elapsed = (this.now() - this.started) / 1000;
    return (elapsed / worked) * (total - this.costDone());
  }

  get endedRuns(): number {
    return [...this.shares.values()].filter(share => share === 1).length;
  }

  private costDone(): number {
    return [...this.shares].reduce((sum, [id, share]) => sum + share * (this.costs.get(id) ?? 0), 0);
  }

  private costTotal(): number {
    return [...this.costs.values()].reduce((sum, cost) => sum + cost, 0);
  }
}

/** `3 h 05 min`, `12 min`, `40 s`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
