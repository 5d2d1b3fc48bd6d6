import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { signed } from '../numbers.ts';
import { slope } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';
import { type Network, nameOf, runsOf } from './pairs.ts';

/** Weighted layers of a basic block. */
const LAYERS_PER_BLOCK = 2;

/**
 * Slope of log₁₀ ‖∂loss/∂x‖ per layer from the input to the classifier, by least squares over what is between the
 * blocks, after so many steps. Positive where gradients vanish toward the input, negative where they explode.
 * `undefined` where the run was not looked into then.
 */
export function gradientSlope(run: RunResult, step: number): number | undefined {
  const points = run.blocks
    .filter(row => row.step === step && row.gradient_norm > 0)
    .map(row => [LAYERS_PER_BLOCK * row.block_index, Math.log10(row.gradient_norm)] as const);
  return points.length > 1 ? slope(points) : undefined;
}

/** Slope after so many steps, of the run at hand or of that of another variant; NaN where there is none. */
export type SlopeAt = (step: number, variant?: string) => number;

export interface SlopeClaimOptions extends Pick<IntervalClaim, 'id' | 'side' | 'threshold'> {
  readonly network: Required<Network>;
  /** What is claimed of a network of this name. */
  statement(network: Text): Text;
  /** What is looked at, of the slopes of one seed. */
  value(at: SlopeAt): number;
  /** That in words. */
  readonly effectInWords: Text;
  readonly headline?: boolean;
}

/** A claim about the slope of the gradient norm. Runs that diverged later count: their first steps are known. */
export function slopeClaim(options: SlopeClaimOptions): Claim {
  const { network, headline = false } = options;
  return intervalClaim({
    ...options,
    headline,
    unit: msg`powers of ten per layer`,
    gather(runs) {
      const own = runsOf(runs, network);
      const values = own.map(run => options.value(slopesFor(runs, run, network)));
      return {
        statement: options.statement(nameOf(network)),
        values: values.filter(Number.isFinite),
        paired: false,
        diverged: 0,
        effectInWords: msg`${options.effectInWords}, where the slope is that of log₁₀ ‖∂loss/∂x‖ over layers, of ${nameOf(network)}`,
        measured: effect => msg`${nameOf(network)}: ${options.effectInWords} ${signed(effect, 3)}`,
        notes: own.length === 0 ? [msg`There is no run of ${nameOf(network)}.`] : [],
      };
    },
  });
}

function slopesFor(runs: readonly RunResult[], run: RunResult, network: Required<Network>): SlopeAt {
  return (step, variant = network.variant) => {
    const { seed } = run.record.config;
    const twin = runsOf(runs, { ...network, variant }).find(other => other.record.config.seed === seed);
    return (twin && gradientSlope(twin, step)) ?? Number.NaN;
  };
}
