import { setTimeout } from 'node:timers/promises';
import { diskFiles, type LeaseFiles } from './files.ts';
import { look, type Sight } from './protocol.ts';
import { beatMilliseconds, takeoverMilliseconds } from './times.ts';

/** How a challenger measures time: by its own clock, which only goes forward. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface WatchOptions {
  readonly clock?: Clock;
  readonly files?: LeaseFiles;
  /** Called after each look at a lease that is still held. */
  readonly onLook?: (sight: Sight) => Promise<void> | void;
  readonly signal?: AbortSignal;
}

/**
 * Watches a lease that somebody holds.
 *
 * @returns `null` when it became free; otherwise what stood still for as long as a takeover takes
 * @throws the signal's reason
 */
export async function standsStill(
  folder: string,
  { files = diskFiles, onLook, signal, clock = steadyClock(signal) }: WatchOptions = {},
): Promise<Sight | null> {
  const beat = beatMilliseconds();
  let still = 0;
  let before: Sight | null = null;
  let lookedAt = clock.now();
  for (;;) {
    const sight = await look(folder, files);
    if (!sight) return null;
    const passed = clock.now() - lookedAt;
    lookedAt += passed;
    // Whoever was suspended has not watched meanwhile, and may have been so together with the holder.
    still = sight.mark === before?.mark ? still + Math.min(passed, 2 * beat) : 0;
    before = sight;
    if (still >= takeoverMilliseconds()) return sight;
    await onLook?.(sight);
    await clock.sleep(beat);
  }
}

function steadyClock(signal?: AbortSignal): Clock {
  return {
    now: () => performance.now(),
    sleep: async milliseconds => {
      await setTimeout(milliseconds, null, { signal }).catch(() => signal?.throwIfAborted());
    },
  };
}
