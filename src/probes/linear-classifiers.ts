import { z } from 'zod';
import { defineProbe } from './probe.ts';

export const linearClassifiers = defineProbe({
  name: 'linear-classifiers',
  summary: 'how well a linear classifier does on the features of each block (Alain and Bengio 2016)',
  when: 'end',
  columns: {
    /** 0 is the stem. */
    block_index: z.number(),
    /** `stem`, `stage2/block3`. */
    block_name: z.string(),
    /** Test error on the pooled output of the block, in percent; of the weights that training ended with. */
    linear_error_pct: z.number(),
  },
  async measure({ network, splits, evaluation }) {
    const { linearClassifierErrors } = await import('./measure/linear-classifiers.ts');
    const errors = await linearClassifierErrors(network, splits, evaluation);
    return errors.map((error, index) => ({
      block_index: index,
      block_name: index === 0 ? 'stem' : network.blocks[index - 1]!.name,
      linear_error_pct: error,
    }));
  },
});
