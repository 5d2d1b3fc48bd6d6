import { randomStream } from '../../random.ts';
import { orderOfPass } from '../split-order.ts';

export interface AugmentOptions {
  /** Pixels of zero padding on each side before the random crop; 0 means no crop. Paper: 4. */
  readonly cropPadding: number;
  /** Flip every other image, at random. Paper: true. */
  readonly flip: boolean;
}

/** Which image comes when in one pass over them, and how it is altered; entry i of each array belongs to position i. */
export interface EpochPlan {
  /** A permutation of the image numbers. */
  readonly order: Uint32Array;
  /** Top and left of the crop in the padded image, 0 to 2·padding; `padding` is the middle. */
  readonly top: Uint16Array;
  readonly left: Uint16Array;
  /** 1 where the crop is flipped from left to right. */
  readonly flipped: Uint8Array;
}

/**
 * Draws the plan of an epoch (of a pass, where it has several) from the run's seed and its number alone, so that twins see the same
 * batches and a resumed run the ones that it would have seen. Every image takes three numbers whatever the
 * options, so that switching flips off leaves the crops as they were.
 */
export function planEpoch(count: number, seed: number, epoch: number, options: AugmentOptions): EpochPlan {
  const random = randomStream(seed, 'augment', epoch);
  const places = 2 * options.cropPadding + 1;
  const plan = {
    order: orderOfPass(count, seed, epoch),
    top: new Uint16Array(count),
    left: new Uint16Array(count),
    flipped: new Uint8Array(count),
  };
  for (let position = 0; position < count; position++) {
    plan.top[position] = Math.floor(random.uniform() * places);
    plan.left[position] = Math.floor(random.uniform() * places);
    plan.flipped[position] = Number(random.uniform() < 0.5 && options.flip);
  }
  return plan;
}
