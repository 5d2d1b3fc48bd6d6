import { fixed, signed } from '../../language/numbers.ts';
import { msg } from '../../language/phrase.ts';
import type { RunResult } from '../../results/schema.ts';
import { noStandIn, readPairs } from '../pairs/network-reading.ts';
import { comparedRuns, type SeedPair, seedPairs } from '../pairs/pairing.ts';
import { layersOf, nameOf } from '../pairs/pairs.ts';
import { STARVED } from '../starved.ts';
import type { Claim } from './claim.ts';
import { intervalClaim } from './interval-claim.ts';

export interface HealthyGradientsOptions {
  /** Of the plain network and of its residual twin. */
  readonly depth: number;
}

/** A norm of exactly 0 has no logarithm: the least that a 32-bit number can be stands for it. */
const LEAST = 1e-38;

/**
 * Vanishing gradients are not the cause: “healthy norms” (He et al. 2015, section 4.1). Of each seed, the worst of all layers
 * and trained epochs counts, as a multiple of what the same layer of the residual twin, which trains well, gets then.
 */
export function healthyGradients({ depth }: HealthyGradientsOptions): Claim {
  const [plain, residual] = [{ kind: 'plain', depth } as const, { kind: 'residual', depth } as const];
  const [first, second] = [nameOf(plain), nameOf(residual)];
  return intervalClaim({
    id: 'gradients-do-not-vanish',
    headline: false,
    unit: msg`powers of ten`,
    side: 'above',
    threshold: -Math.log10(STARVED),
    rules: [noStandIn],
    gather(runs) {
      const { left, right, obstacles, notes } = comparedRuns(runs, plain, residual);
      const reading = readPairs(seedPairs(left, right), pair => {
        const worst = worstRatio(pair);
        return worst === null ? null : { value: Math.log10(worst) };
      });
      return {
        statement: msg`Vanishing gradients are not the cause: even the layer of ${first} that is worst off, in the epoch when it is, gets more than 1/${STARVED} of the gradient of the same layer of ${second}.`,
        readings: [reading.values],
        paired: true,
        obstacles: [...obstacles, ...reading.obstacles],
        effectInWords: msg`log₁₀ of the smallest ratio, over layers and trained epochs, of the gradient norm in ${first} to that of the same layer in ${second}, paired by seed`,
        measured: effect =>
          msg`in ${layersOf(plain)}, no layer gets less than ${fixed(10 ** effect, 3)} of the gradient that it gets in ${layersOf(residual)} (${signed(effect, 1)} powers of ten)`,
        notes,
      };
    },
  });
}

/** Smallest ratio over layers and epochs that both measured after training began; `null` where they measured none. */
function worstRatio({ first, second }: SeedPair): number | null {
  const theirs = trainedNorms(second);
  const ratios = [...trainedNorms(first)].flatMap(([key, norm]) => {
    const other = theirs.get(key);
    return other === undefined || other === 0 ? [] : [Math.max(norm / other, LEAST)];
  });
  return ratios.length > 0 ? ratios.reduce((least, ratio) => Math.min(least, ratio)) : null;
}

/** By epoch and layer; the last probe of an epoch stands for it. */
function trainedNorms({ gradients }: RunResult): Map<string, number> {
  const trained = gradients.filter(({ epoch }) => epoch > 0);
  return new Map(trained.map(row => [`${row.epoch} ${row.layer_index}`, row.grad_norm]));
}
