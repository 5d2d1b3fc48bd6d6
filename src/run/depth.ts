import type { NetworkConfig } from '../model/config.ts';

/** What decides, besides its depth, how many blocks a network has. */
export interface BlockStructure {
  readonly family?: NetworkConfig['family'];
  readonly block?: 'bottleneck' | undefined;
}

/** Weighted layers of a block. */
const BLOCK_LAYERS = { basic: 2, bottleneck: 3 } as const;

/** Blocks in each stage of the networks for ImageNet (He et al. 2015, Table 1). */
const IMAGENET_STAGES: Readonly<Record<number, readonly number[]>> = {
  50: [3, 4, 6, 3],
  101: [3, 4, 23, 3],
  152: [3, 8, 36, 3],
};

/** Of two convolutions, in each stage of the networks for text, by their convolutions alone (Conneau et al. 2017, Table 2). */
const TEXT_STAGES: Readonly<Record<number, readonly number[]>> = {
  9: [1, 1, 1, 1],
  17: [2, 2, 2, 2],
  29: [5, 5, 2, 2],
  49: [8, 8, 5, 3],
};

/**
 * Blocks in each stage of a network with `depth` weighted layers: the first convolution, the blocks' and the
 * classifier, which does not count in networks for text. `null` where there is no such network.
 */
export function stagesOf(depth: number, { family, block }: BlockStructure): readonly number[] | null {
  if (family === 'text') return (!block && TEXT_STAGES[depth]) || null;
  if (family) return (block && IMAGENET_STAGES[depth]) ?? null;
  const blocks = (depth - 2) / (3 * BLOCK_LAYERS[block ?? 'basic']);
  return Number.isInteger(blocks) && blocks >= 0 ? [blocks, blocks, blocks] : null;
}

/** Why there is no network of this depth; `null` if there is one. */
export function depthProblem(depth: number, structure: BlockStructure): string | null {
  if (stagesOf(depth, structure)) return null;
  const { family, block } = structure;
  if (family === 'text') {
    return `depth must be 9, 17, 29 or 49, of basic blocks, for text, where convolutions alone are counted; got ${depth}`;
  }
  if (family) return `depth must be 50, 101 or 152, of bottleneck blocks; got ${depth}`;
  const rule = block ? '9n+2 with bottleneck blocks (2, 11, 20, …)' : '6n+2 (2, 8, 14, 20, …)';
  return `depth must be ${rule}; got ${depth}`;
}

/** Depths around one that no network has, for a suggestion. */
export function nearestDepths(depth: number, structure: BlockStructure): number[] {
  const exists = (candidate: number) => stagesOf(candidate, structure) !== null;
  const within = Array.from({ length: 60 }, (_, distance) => distance + 1);
  const below = within.find(distance => exists(depth - distance));
  const above = within.find(distance => exists(depth + distance));
  return [below && depth - below, above && depth + above].filter(found => found !== undefined);
}
