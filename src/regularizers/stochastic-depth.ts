import { z } from 'zod';
import { type BlockPosition, defineRegularizer } from './regularizer.ts';

/** Survival falls linearly from 1 at the input to its least at the last block. */
export const stochasticDepth = defineRegularizer({
  name: 'stochastic-depth',
  summary: 'leaves out the branches of residual blocks at random, later ones more often (Huang et al. 2016)',
  parameters: {
    survival: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.5)
      .describe('probability that the last block’s branch is kept'),
  },
  kinds: ['residual'],
  hooks({ survival }) {
    const expectedShare = ({ index, count }: BlockPosition) => 1 - (index / count) * (1 - survival);
    return {
      branches: {
        expectedShare,
        isKept: (block, { random }) => random.uniform() < expectedShare(block),
      },
    };
  },
});
