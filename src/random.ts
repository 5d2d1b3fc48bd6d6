import { randomNormal } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { sha256 } from '#platform/digest.ts';

/**
 * A source of random numbers that belongs to one purpose.
 *
 * Streams are derived from a run's seed and a path of names, e.g. `randomStream(1, 'augment', epoch)`. Two
 * different paths never share numbers, so a new consumer of randomness changes nothing in the old ones, and
 * an interrupted run needs no saved generator state: the path contains the epoch.
 */
export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number;
  /** As many zeros and ones, each as likely as the other. */
  bits(count: number): Float32Array;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** Shuffles in place (Fisher–Yates) and returns its argument. */
  shuffle<T extends Uint32Array | number[]>(values: T): T;
}

/** The stream that belongs to `seed` and `path`; the same arguments always give the same numbers. */
export function randomStream(seed: number, ...path: (string | number)[]): RandomStream {
  const digest = sha256(JSON.stringify([seed, ...path]));
  const words = new DataView(digest.buffer, digest.byteOffset);
  const state = [0, 4, 8, 12].map(offset => words.getInt32(offset, true));
  const generator = xoroshiro128plusFromState(state);
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    integer: (low, high) => uniformInt(generator, low, high),
    bits(count) {
      const values = new Float32Array(count);
      for (let start = 0; start < count; start += 32) {
        let word = generator.next();
        const end = Math.min(start + 32, count);
        for (let i = start; i < end; i++, word >>>= 1) values[i] = word & 1;
      }
      return values;
    },
    normal: randomNormal.source(uniform)(0, 1),
    shuffle(values) {
      for (let last = values.length - 1; last > 0; last--) {
        const other = uniformInt(generator, 0, last);
        const kept = values[last]!;
        values[last] = values[other]!;
        values[other] = kept;
      }
      return values;
    },
  };
}
