import { z } from 'zod';
import { defineOptimizer } from './optimizer.ts';

/**
 * The learning rate is inside the velocity, as in Caffe: what a step has set in motion goes on at its old size when the
 * rate changes. The paper's networks were trained so: “We use Caffe's implementation of SGD with momentum: v :=
 * momentum*v + lr*g” (github.com/KaimingHe/deep-residual-networks). Torch and PyTorch multiply the velocity by the
 * rate of the day instead, which is the same only while the rate stays.
 */
export const momentum = defineOptimizer({
  name: 'momentum',
  summary:
    'gradient descent, v ← momentum·v + rate·(g + decay·w), w ← w − v, as Caffe has it (He et al. 2015)',
  parameters: {
    momentum: z
      .number()
      .gte(0)
      .lt(1)
      .default(0.9)
      .describe('share of the last update that goes on in the next'),
  },
  state: { velocity: 'of its shape' },
  update(parameters, { rate, weightDecay }, options, fused) {
    const { momentum } = options;
    if (fused) {
      const updates = parameters.map(({ weight, gradient, state: { velocity } }) => ({
        weight,
        velocity,
        gradient,
      }));
      fused.momentum(updates, { rate, momentum, weightDecay });
      return;
    }
    for (const { weight, gradient, state } of parameters) {
      const pull = gradient.add(weight.mul(weightDecay));
      state.velocity.assign(state.velocity.mul(momentum).add(pull.mul(rate)));
      weight.assign(weight.sub(state.velocity));
    }
  },
});
