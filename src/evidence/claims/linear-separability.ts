import { fixed } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { noStandIn, readNumbers } from '../pairs/network-reading.ts';
import { layersOf, type Network, nameOf, runsOf } from '../pairs/pairs.ts';
import { binomialVariance, type Observation, rankCorrelation } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { intervalClaim } from './interval-claim.ts';

export interface LinearSeparabilityOptions {
  readonly id: string;
  readonly network: Network;
  /** What is looked at, of the errors of one run. */
  readonly measure: keyof typeof measures;
  readonly headline?: boolean;
}

/** Error of a linear classifier after the stem or a block, in percent. */
interface Errors {
  /** 0 is the stem. */
  readonly block: number;
  /** `stage1`; of the stem `stem`. */
  readonly stage: string;
  readonly error: number;
}

interface Measure {
  readonly unit: Text;
  /** What is claimed of a network of this name. */
  statement(network: Text): Text;
  readonly words: Text;
  /** In the order of the blocks, at least one. */
  observe(errors: readonly Errors[], images: number): Observation;
  /** How wide the interval is at least. */
  readonly rule: Text;
  measured(network: Text, effect: number): Text;
}

const points = (from: Text) => (network: Text, effect: number) => {
  const difference = fixed(Math.abs(effect), 1);
  return effect >= 0
    ? msg`in ${network}, a linear classifier errs ${difference} points less after its last block than after ${from}`
    : msg`in ${network}, a linear classifier errs ${difference} points more after its last block than after ${from}`;
};

const sharedImages = msg`It is at least as wide as the binomial spread of so many test images makes it; they are the same for all seeds, so that it does not shrink with seeds.`;

/** Of two errors on the same images. */
function difference(first: Errors, second: Errors, images: number): Observation {
  const shared = binomialVariance(first.error, images) + binomialVariance(second.error, images);
  return { value: first.error - second.error, shared };
}

const measures = {
  /** From one end of the network to the other. */
  fall: {
    unit: msg`percentage points`,
    statement: network =>
      msg`Features of ${network} grow more separable: a linear classifier errs less after the last block than after the stem.`,
    words: msg`test error of a linear classifier after the stem minus that after the last block`,
    observe: (errors, images) => difference(errors[0]!, errors.at(-1)!, images),
    rule: sharedImages,
    measured: points(msg`the stem`),
  },
  /** Where all blocks have equally many channels. */
  fallInLastStage: {
    unit: msg`percentage points`,
    statement: network =>
      msg`Features of ${network} grow more separable: a linear classifier errs less after the last block than after the first of the same stage, with equally many features.`,
    words: msg`test error of a linear classifier after the first block of the last stage minus that after the last block`,
    observe: (errors, images) => {
      const last = errors.at(-1)!;
      return difference(errors.find(({ stage }) => stage === last.stage)!, last, images);
    },
    rule: sharedImages,
    measured: points(msg`the first of the same stage`),
  },
  /** From block to block. */
  order: {
    unit: msg`rank correlation`,
    statement: network =>
      msg`Features of ${network} grow more separable: the later the block, the less a linear classifier errs after it.`,
    words: msg`Spearman’s rank correlation of the position of a block with the accuracy of a linear classifier after it`,
    // The variance that it has if there is no order at all: 1 in every seed is no certainty either.
    observe: errors => ({
      value: rankCorrelation(errors.map(({ block, error }) => [block, -error])),
      own: errors.length > 1 ? 1 / (errors.length - 1) : 1,
    }),
    rule: msg`It is at least as wide as it would be if blocks had no order at all.`,
    measured: (network, effect) =>
      msg`in ${network}, position and accuracy of linear classifiers have a rank correlation of ${fixed(effect, 2)}`,
  },
} as const satisfies Readonly<Record<string, Measure>>;

/** Classes grow easier to separate on the way through a network (Alain and Bengio 2016). */
export function linearSeparability(options: LinearSeparabilityOptions): Claim {
  const { id, network, headline = false } = options;
  const measure: Measure = measures[options.measure];
  const name = nameOf(network);
  return intervalClaim({
    id,
    headline,
    unit: measure.unit,
    side: 'above',
    threshold: 0,
    rules: [measure.rule, noStandIn],
    gather(runs) {
      const own = runsOf(runs, { variant: '', ...network });
      const { values, obstacles } = readNumbers(own, run => {
        const errors = linearErrors(run);
        return errors.length > 0 ? measure.observe(errors, run.record.config.data.testSize) : null;
      });
      return {
        statement: measure.statement(name),
        readings: [values],
        paired: false,
        obstacles: own.length === 0 ? [msg`There is no run of ${name}.`] : obstacles,
        effectInWords: msg`${measure.words}, of ${name}`,
        measured: effect => measure.measured(layersOf(network), effect),
        notes: [],
      };
    },
  });
}

/** In the order of the blocks; empty where no linear classifiers were asked. */
function linearErrors(run: RunResult): Errors[] {
  return run['linear-classifiers'].map(
    ({ block_index: block, block_name: name, linear_error_pct: error }) => ({
      block,
      stage: name.split('/')[0]!,
      error,
    }),
  );
}
