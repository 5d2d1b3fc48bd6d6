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
  readonly unit: string;
  /** Goes on after the network's name. */
  readonly statement: string;
  readonly words: string;
  /** In the order of the blocks, at least one. */
  of(errors: readonly Errors[]): number;
  measured(effect: number): string;
}

const points = (from: string) => (effect: number) =>
  `a linear classifier errs ${fixed(Math.abs(effect), 1)} points ${effect >= 0 ? 'less' : 'more'} after its last block than after ${from}`;

const measures = {
  /** From one end of the network to the other. */
  fall: {
    unit: 'percentage points',
    statement: 'a linear classifier errs less after the last block than after the stem',
    words: 'test error of a linear classifier after the stem minus that after the last block',
    of: errors => errors[0]!.error - errors.at(-1)!.error,
    measured: points('the stem'),
  },
  /** Where all blocks have equally many channels. */
  fallInLastStage: {
    unit: 'percentage points',
    statement:
      'a linear classifier errs less after the last block than after the first of the same stage, with equally many features',
    words:
      'test error of a linear classifier after the first block of the last stage minus that after the last block',
    of: errors => {
      const { stage, error } = errors.at(-1)!;
      return errors.find(other => other.stage === stage)!.error - error;
    },
    measured: points('the first of the same stage'),
  },
  /** From block to block. */
  order: {
    unit: 'rank correlation',
    statement: 'the later the block, the less a linear classifier errs after it',
    words:
      'Spearman’s rank correlation of the position of a block with the accuracy of a linear classifier after it',
    of: errors => rankCorrelation(errors.map(({ block, error }) => [block, -error])),
    measured: effect =>
      `position and accuracy of linear classifiers have a rank correlation of ${fixed(effect, 2)}`,
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
        statement: `Features of ${name} grow more separable: ${measure.statement}.`,
        values: values.map(errors => measure.of(errors)),
        diverged,
        effectInWords: `${measure.words}, of ${name}`,
        measured: effect => `in ${name} ${measure.measured(effect)}`,
        notes: [
          ...(own.length === 0 ? [`There is no run of ${name}.`] : []),
          ...(diverged > 0 ? [`${counted(diverged, 'run')} diverged.`] : []),
          ...(values.length === 1 ? ['One seed: direction only.'] : []),
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
