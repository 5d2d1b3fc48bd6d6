import { z } from 'zod';
import { defineOptimizer } from './optimizer.ts';

/**
 * Kingma and Ba 2015, “Adam: A Method for Stochastic Optimization”, algorithm 1, with weight decay beside the gradient's
 * moments instead of in them (Loshchilov and Hutter 2019, “Decoupled Weight Decay Regularization”, algorithm 2):
 *
 *     m ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²
 *     w ← w − rate · (m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε) + decay·w)
 *
 * Both divisors 1 − βᵗ are remembered instead of t: each is the moving average of nothing but ones. So they are made on
 * the device, and a parameter that comes later has its own.
 */
export const adam = defineOptimizer({
  name: 'adam',
  summary:
    'steps of a size of their own for each weight, decay apart (Kingma & Ba 2015; Loshchilov & Hutter 2019)',
  parameters: {
    beta1: z.number().gte(0).lt(1).default(0.9).describe('β₁, how long gradients count'),
    beta2: z.number().gte(0).lt(1).default(0.999).describe('β₂, how long their squares count'),
    epsilon: z.number().gt(0).default(1e-8).describe('ε, what keeps a step finite where gradients are 0'),
  },
  state: {
    firstMoment: 'of its shape',
    secondMoment: 'of its shape',
    firstDivisor: 'one number',
    secondDivisor: 'one number',
  },
  update(parameters, { rate, weightDecay }, { beta1, beta2, epsilon }) {
    for (const { weight, gradient, state } of parameters) {
      const { firstMoment, secondMoment, firstDivisor, secondDivisor } = state;
      firstMoment.assign(firstMoment.mul(beta1).add(gradient.mul(1 - beta1)));
      secondMoment.assign(secondMoment.mul(beta2).add(gradient.square().mul(1 - beta2)));
      firstDivisor.assign(firstDivisor.mul(beta1).add(1 - beta1));
      secondDivisor.assign(secondDivisor.mul(beta2).add(1 - beta2));
      const spread = secondMoment.div(secondDivisor).sqrt().add(epsilon);
      const direction = firstMoment.div(firstDivisor).div(spread);
      weight.assign(weight.sub(direction.add(weight.mul(weightDecay)).mul(rate)));
    }
  },
});
