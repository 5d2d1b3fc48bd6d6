import { counted, signed } from '../../language/numbers.ts';
import { msg, type Text } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { failures, type SeedPair, unequalArithmetic } from '../pairs/pairing.ts';
import { layersOf, type Network, nameOf, runsOf } from '../pairs/pairs.ts';
import { hasEnded } from '../pairs/planned.ts';
import { slope } from '../statistics.ts';
import type { Claim } from './claim.ts';
import { type IntervalClaim, intervalClaim } from './interval-claim.ts';

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
    rules: [
      msg`Only first steps are looked at, so that runs that diverged later count like all others; one that ended without this number leaves no verdict.`,
    ],
    gather(runs) {
      const own = runsOf(runs, network);
      const twins: SeedPair[] = [];
      const found = own.map(run => ({ run, value: options.value(slopesFor(runs, run, network, twins)) }));
      const values = found.filter(({ value }) => Number.isFinite(value));
      const without = found.filter(({ run, value }) => hasEnded(run) && !Number.isFinite(value)).length;
      return {
        statement: options.statement(nameOf(network)),
        readings: [values],
        paired: false,
        obstacles: [
          ...(own.length === 0 ? [msg`There is no run of ${nameOf(network)}.`] : []),
          ...(without > 0 ? [msg`${counted(without, 'seed')} ended without this number: no verdict.`] : []),
          ...failures(own),
          ...twins.flatMap(pair => unequalArithmetic(pair) ?? []),
        ],
        effectInWords: msg`${options.effectInWords}, where the slope is that of log₁₀ ‖∂loss/∂x‖ over layers, of ${nameOf(network)}`,
        measured: effect =>
          msg`in ${layersOf(network)}, the ${options.effectInWords} is ${signed(effect, 3)} powers of ten a layer`,
        notes: [],
      };
    },
  });
}

/** @param twins to which runs of other variants are added when they are asked for */
function slopesFor(
  runs: readonly RunResult[],
  run: RunResult,
  network: Required<Network>,
  twins: SeedPair[],
): SlopeAt {
  return (step, variant = network.variant) => {
    const { seed } = run.record.config;
    const twin = runsOf(runs, { ...network, variant }).find(other => other.record.config.seed === seed);
    if (!twin) return Number.NaN;
    const pair = { seed, first: run, second: twin };
    if (twin !== run && !twins.some(({ second }) => second === twin)) twins.push(pair);
    return unequalArithmetic(pair) === null ? (gradientSlope(twin, step) ?? Number.NaN) : Number.NaN;
  };
}
