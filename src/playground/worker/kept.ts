import type { Snapshot } from '../../train/snapshot.ts';

/** So many at most: of 56 layers with Adam they take a hundred megabytes. */
const MOST = 32;

/**
 * Snapshots to go back to. Where there are too many, every other one is dropped, from then on only every other epoch is
 * kept, and so on: the first always stays.
 */
export class KeptSnapshots {
  readonly #byEpoch = new Map<number, Snapshot>();
  #every = 1;

  /** @param take copies the state; not called for an epoch that is not kept */
  async add(epoch: number, take: () => Promise<Snapshot>): Promise<void> {
    if (epoch % this.#every !== 0) return;
    this.#byEpoch.set(epoch, await take());
    while (this.#byEpoch.size > MOST) {
      this.#every *= 2;
      for (const kept of this.#byEpoch.keys()) if (kept % this.#every !== 0) this.#byEpoch.delete(kept);
    }
  }

  get epochs(): number[] {
    return [...this.#byEpoch.keys()].sort((a, b) => a - b);
  }

  /** The state after an epoch; later ones are forgotten, since what follows is another way to get there. */
  backTo(epoch: number): Snapshot {
    const snapshot = this.#byEpoch.get(epoch);
    if (!snapshot) {
      throw new Error(`nothing is kept of epoch ${epoch}; kept: ${this.epochs.join(', ') || 'none'}`);
    }
    for (const later of this.#byEpoch.keys()) if (later > epoch) this.#byEpoch.delete(later);
    return snapshot;
  }
}
