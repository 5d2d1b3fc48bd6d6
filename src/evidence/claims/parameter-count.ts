import { grouped } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import type { RunConfig } from '../../run/config.ts';
import { boundClaim } from './bound-claim.ts';
import type { Claim } from './claim.ts';

export interface ParameterCountOptions {
  /** The network in words, to begin a sentence: `ResNet-50 for 1,000 classes`. */
  readonly network: Text;
  /** Which runs train it. */
  isOne(config: RunConfig): boolean;
  /** Trainable parameters that it should have. */
  readonly count: number;
}

/** A network has exactly as many parameters as it was described with: no layer more, less or other. */
export function parameterCount({ network, isOne, count }: ParameterCountOptions): Claim {
  return boundClaim({
    id: 'parameter-count',
    statement: msg`${network} has ${grouped(count)} trainable parameters.`,
    headline: true,
    check: true,
    unit: msg`parameters`,
    effectInWords: msg`how far the number of trainable parameters is from ${grouped(count)}`,
    side: 'atMost',
    bound: 0,
    isAbout: isOne,
    // A run that failed before its network was built has none.
    value: ({ record: { parameters } }) => (parameters > 0 ? Math.abs(parameters - count) : null),
    measured: worst =>
      worst === 0
        ? msg`${network} has ${grouped(count)} parameters`
        : msg`${network} has ${grouped(worst)} parameters more or fewer than ${grouped(count)}`,
  });
}
