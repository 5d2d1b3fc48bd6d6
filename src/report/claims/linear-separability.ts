import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { counted, fixed } from '../numbers.ts';
import { rankCorrelation } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { intervalClaim } from './interval-claim.ts';
import { type Network, nameOf, runsOf } from './pairs.ts';

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
  of(errors: readonly Errors[]): number;
  measured(network: Text, effect: number): Text;
}

const points = (from: Text) => (network: Text, effect: number) => {
  const difference = fixed(Math.abs(effect), 1);
  return effect >= 0
    ? msg`in ${network} a linear classifier errs ${difference} points less after its last block than after ${from}`
    : msg`in ${network} a linear classifier errs ${difference} points more after its last block than after ${from}`;
};

const measures = {
  /** From one end of the network to the other. */
  fall: {
    unit: msg`percentage points`,
    statement: network =>
      msg`Features of ${network} grow more separable: a linear classifier errs less after the last block than after the stem.`,
    words: msg`test error of a linear classifier after the stem minus that after the last block`,
    of: errors => errors[0]!.error - errors.at(-1)!.error,
    measured: points(msg`the stem`),
  },
  /** Where all blocks have equally many channels. */
  fallInLastStage: {
    unit: msg`percentage points`,
    statement: network =>
      msg`Features of ${network} grow more separable: a linear classifier errs less after the last block than after the first of the same stage, with equally many features.`,
    words: msg`test error of a linear classifier after the first block of the last stage minus that after the last block`,
    of: errors => {
      const { stage, error } = errors.at(-1)!;
      return errors.find(other => other.stage === stage)!.error - error;
    },
    measured: points(msg`the first of the same stage`),
  },
  /** From block to block. */
  order: {
    unit: msg`rank correlation`,
    statement: network =>
      msg`Features of ${network} grow more separable: the later the block, the less a linear classifier errs after it.`,
    words: msg`Spearman’s rank correlation of the position of a block with the accuracy of a linear classifier after it`,
    of: errors => rankCorrelation(errors.map(({ block, error }) => [block, -error])),
    measured: (network, effect) =>
      msg`in ${network} position and accuracy of linear classifiers have a rank correlation of ${fixed(effect, 2)}`,
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
    gather(runs) {
      const own = runsOf(runs, { variant: '', ...network });
      const diverged = own.filter(({ record }) => record.status === 'diverged').length;
      const values = own.map(linearErrors).filter(errors => errors.length > 0);
      return {
        statement: measure.statement(name),
        values: values.map(errors => measure.of(errors)),
        paired: false,
        diverged,
        effectInWords: msg`${measure.words}, of ${name}`,
        measured: effect => measure.measured(name, effect),
        notes: [
          ...(own.length === 0 ? [msg`There is no run of ${name}.`] : []),
          ...(diverged > 0 ? [msg`${counted(diverged, 'run')} diverged.`] : []),
          ...(values.length === 1 ? [msg`One seed: direction only.`] : []),
        ],
      };
    },
  });
}

/** Of a finished run that asked linear classifiers, in the order of the blocks; empty for others. */
function linearErrors({ record, blocks }: RunResult): Errors[] {
  if (record.status !== 'finished') return [];
  return blocks.flatMap(({ block_index: block, block_name: name, linear_error_pct: error }) =>
    error === null ? [] : [{ block, stage: name.split('/')[0]!, error }],
  );
}
