import type { NetworkConfig } from './config.ts';
import type { BlockDescription, ConvolutionDescription, UnitDescription } from './describe-block.ts';

type Cure = NonNullable<NetworkConfig['cure']>;

/** A basic block in the original order, changed by a cure; see `networkSchema`. */
export function curedBlock(block: BlockDescription, cure: Cure): BlockDescription {
  const { name, units, position } = block;
  switch (cure) {
    case 'dirac':
      return { ...block, units: units.map(unit => ({ ...unit, dirac: true })) };
    case 'looks-linear':
      return { ...block, units: units.map((unit, i) => looksLinear(unit, i > 0)) };
    case 'zero-scale':
      return { ...block, branchScale: { name: `${name}/scale`, start: 0, bias: false } };
    case 'fixup': {
      const last = units.length - 1;
      return {
        ...block,
        units: units.map((unit, i) => ({
          ...unit,
          // Of m convolutions all but the last begin smaller, by blocks^(−1/(2m−2)), and the last at 0.
          start: { gain: i === last ? 0 : position.count ** (-1 / (2 * units.length - 2)) },
          biases: { before: true, behind: i < last },
        })),
        branchScale: { name: `${name}/scale`, start: 1, bias: true },
      };
    }
    case 'no-relu-after-addition':
      return { ...block, activatesSum: false };
    case 'norm-after-addition':
      return normAfterAddition(block);
  }
}

/** The first convolution, whose inputs are pixels. */
export function curedStem(unit: UnitDescription, cure: Cure): UnitDescription {
  if (cure === 'fixup') return { ...unit, biases: { before: false, behind: true } };
  if (cure !== 'looks-linear') return unit;
  return { ...unit, behind: unit.behind && { ...unit.behind, concatenated: true } };
}

/** What changes the first weights of the classifier. */
export function curedHead(cure: Cure): { readonly start?: ConvolutionDescription['start'] } {
  if (cure === 'fixup') return { start: { gain: 0 } };
  return cure === 'looks-linear' ? { start: { mirrored: true } } : {};
}

/** Mirrored filters for twice as many channels; a block's first input is doubled already. */
function looksLinear(unit: UnitDescription, isInside: boolean): UnitDescription {
  const inputs = isInside ? 2 * unit.inputs : unit.inputs;
  const behind = unit.behind && { ...unit.behind, concatenated: true as const };
  return { ...unit, inputs, start: { mirrored: true }, behind };
}

/** The last normalisation of the branch goes behind the sum: as many parameters as before. */
function normAfterAddition(block: BlockDescription): BlockDescription {
  const last = block.units.at(-1)!;
  const { norm, channels } = last.behind!;
  if (!norm) return block;
  return {
    ...block,
    units: [...block.units.slice(0, -1), { ...last, behind: { ...last.behind!, norm: null } }],
    sumNorm: { name: norm, channels },
  };
}

/** What is wrong with a cure in such a network; `null` if nothing is. */
export function cureProblem(kind: 'plain' | 'residual', network: NetworkConfig): string | null {
  const { cure, batchNorm, order, block, family, grown, shortcut } = network;
  if (!cure) return null;
  if (order || block || family || grown || (kind === 'residual' && shortcut !== 'A')) {
    return `${cure} is for basic blocks in the original order with shortcuts A`;
  }
  const own = cure === 'dirac' || cure === 'looks-linear' ? 'plain' : 'residual';
  if (kind !== own) return `${cure} is for ${own} networks`;
  if (cure === 'fixup' && batchNorm) return 'fixup is for networks without batch normalisation';
  if (cure === 'norm-after-addition' && !batchNorm) return 'norm-after-addition needs batch normalisation';
  return null;
}
