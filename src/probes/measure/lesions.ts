import type { Splits } from '../../data/index.ts';
import type { PassHooks } from '../../model/layers.ts';
import { type Lesion, lesionsOf } from '../../model/lesion.ts';
import type { Network } from '../../model/network.ts';
import { evaluate } from '../../train/evaluate.ts';

export interface LesionError {
  readonly lesion_index: number;
  readonly lesion: Lesion['kind'];
  readonly count: number;
  readonly draw: number;
  /** From 1 at the input, where one block was removed. */
  readonly block_index: number | null;
  readonly block_name: string;
  readonly test_error_pct: number;
  readonly test_loss: number | null;
}

/**
 * Test errors of a trained network with blocks removed or swapped, in evaluation mode; the network stays as it is.
 *
 * @param seed of the draws
 * @param hooks of regularizers that evaluation has to know of
 */
export async function lesionErrors(
  network: Network,
  splits: Splits,
  seed: number,
  hooks: PassHooks = {},
): Promise<LesionError[]> {
  const rows: LesionError[] = [];
  for (const [index, lesion] of lesionsOf(network.blocks, seed).entries()) {
    const { kind, count, draw, removed } = lesion;
    const { loss, errorPct } = await evaluate(damaged(network, lesion), splits.test, hooks);
    const [place] = kind === 'one' ? removed : [];
    rows.push({
      lesion_index: index,
      lesion: kind,
      count,
      draw,
      block_index: place === undefined ? null : place + 1,
      block_name: place === undefined ? '' : network.blocks[place]!.name,
      test_error_pct: errorPct,
      test_loss: Number.isFinite(loss) ? loss : null,
    });
  }
  return rows;
}

/** The network with a lesion, on the same weights. */
export function damaged(
  network: Network,
  { removed, order }: Pick<Lesion, 'removed' | 'order'>,
): Pick<Network, 'forward'> {
  const between = order.map(place => {
    const block = network.blocks[place]!;
    return removed.includes(place) ? { ...block, apply: block.withoutBranch } : block;
  });
  return { forward: (images, pass) => network.forward(images, pass, between) };
}
