import { z } from 'zod';
import { defineProbe } from './probe.ts';

/**
 * Row 0 is the stem. x_k is what block k puts out, x_L the last of them, F_k and h_k branch and shortcut of block k.
 * Empty for plain networks: whatever needs a shortcut; and whatever would be divided by 0.
 */
export const blocks = defineProbe({
  name: 'blocks',
  summary: 'what goes through each block, and comes back, on one batch in training mode (He et al. 2016)',
  when: 'epochs and steps',
  columns: {
    block_index: z.number(),
    /** `stem`, `stage2/block3`. */
    block_name: z.string(),
    /** Root mean square of x_k. */
    output_rms: z.number(),
    /** L2 norm of ∂loss/∂x_k. */
    gradient_norm: z.number(),
    /** ‖F_k‖ / ‖x_(k−1)‖. */
    residual_ratio: z.number().nullable(),
    /** ‖x_k + Σ F − x_L‖ / ‖x_L‖: 0 where He et al. 2016, eq. 4, holds. */
    forward_error: z.number().nullable(),
    /** The same of the gradient, relative to ‖∂loss/∂x_k‖ (eq. 5). */
    backward_error: z.number().nullable(),
    /** Both terms of eq. 5, what comes through shortcuts alone and the rest, projected on ∂loss/∂x_k: 1 together where it holds. */
    shortcut_share: z.number().nullable(),
    branch_share: z.number().nullable(),
  },
  async measure({ network, batch }) {
    const { blockSignals } = await import('./measure/block-signals.ts');
    return (await blockSignals(network, batch)).map(block => ({
      block_index: block.index,
      block_name: block.name,
      output_rms: block.outputRms,
      gradient_norm: block.gradientNorm,
      residual_ratio: block.residualRatio,
      forward_error: block.forwardError,
      backward_error: block.backwardError,
      shortcut_share: block.shortcutShare,
      branch_share: block.branchShare,
    }));
  },
});
