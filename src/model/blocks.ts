import { add, addShortcut, type FeatureMaps, materialise, rectify, scale } from '../ops/feature-maps.ts';
import type { Kind, NetworkConfig } from '../run/config.ts';
import type { Initialize } from './initializers.ts';
import { type BlockPosition, convolutionUnit, type Layer, preActivationUnit } from './layers.ts';
import type { Parameters } from './parameters.ts';
import { shortcutOf, weightsOf } from './shortcuts.ts';

export interface BlockOptions extends Pick<NetworkConfig, 'shortcut' | 'batchNorm' | 'block' | 'order'> {
  readonly kind: Kind;
  readonly name: string;
  readonly position: BlockPosition;
  readonly inputs: number;
  readonly filters: number;
  /** Of the first convolution, and of the shortcut. */
  readonly stride: number;
}

/** One block with its parts, of which `apply` is made. */
export interface Block {
  /** `stage2/block3`. */
  readonly name: string;
  /** The whole block. */
  readonly apply: Layer;
  /** F(x), weighed where the shortcut has it so; of a plain block with its last ReLU. */
  readonly branch: Layer;
  /** h(x), weighed; a plain block has none. */
  readonly shortcut: Layer | null;
}

/** Output channels of a bottleneck block, as a multiple of the filters inside (He et al. 2015, Fig. 5). */
const EXPANSION = 4;

/** Channels that a block of `filters` filters puts out. */
export function blockOutputs(filters: number, block: NetworkConfig['block']): number {
  return block === 'bottleneck' ? EXPANSION * filters : filters;
}

/**
 * One block: two 3×3 convolutions, or a bottleneck of 1×1, 3×3 and 1×1, each with batch normalisation.
 *
 * In the original order y = ReLU(F(x) + h(x)) for a residual block, ReLU(F(x)) for its plain twin (He et al. 2015,
 * eq. 1 and 2, Fig. 2 and 5). With pre-activation y = F(x) + h(x), and F(x) for the twin, where normalisation and ReLU
 * come before each convolution (He et al. 2016, Fig. 4 e); the first block's input is activated by the stem. The twin
 * omits the addition and nothing else. Shortcuts other than A, B and C weigh both ways before they are added.
 */
export function buildBlock(parameters: Parameters, initialize: Initialize, options: BlockOptions): Block {
  const { name, position, order } = options;
  const branch = branchOf(parameters, initialize, options);
  if (options.kind === 'plain') return { name, apply: branch, branch, shortcut: null };
  const filters = blockOutputs(options.filters, options.block);
  const ways = { ...options, name: `${name}/shortcut`, filters };
  const shortcut = shortcutOf(parameters, initialize, ways);
  const weigh = weightsOf(parameters, initialize, ways);
  const [addTo, alone] = order ? [add, (x: FeatureMaps) => x] : [addShortcut, rectify];
  const apply: Layer = (maps, pass) => {
    // Read twice: by the first convolution and by the shortcut.
    const x = materialise(maps);
    const share = pass.branch?.(position) ?? 1;
    const residual = share === 0 ? null : branch(x, pass);
    const weights = weigh(x, pass);
    const passed = weights.shortcut(shortcut(x, pass));
    if (!residual) return alone(passed);
    const weighed = weights.branch(residual);
    return addTo(share === 1 ? weighed : scale(weighed, share), passed);
  };
  return {
    name,
    apply,
    branch: (x, pass) => weigh(x, pass).branch(branch(x, pass)),
    shortcut: (x, pass) => weigh(x, pass).shortcut(shortcut(x, pass)),
  };
}

/** F(x), with the last ReLU of the original order in it where nothing is added after. */
function branchOf(parameters: Parameters, initialize: Initialize, options: BlockOptions): Layer {
  const { kind, name, position, inputs, filters, stride, batchNorm, block, order } = options;
  const outputs = blockOutputs(filters, block);
  const convolutions =
    block === 'bottleneck'
      ? [
          { kernelSize: 1, inputs, filters, stride },
          { kernelSize: 3, inputs: filters, filters, stride: 1 },
          { kernelSize: 1, inputs: filters, filters: outputs, stride: 1 },
        ]
      : [
          { kernelSize: 3, inputs, filters, stride },
          { kernelSize: 3, inputs: filters, filters, stride: 1 },
        ];
  const layers = convolutions.map((convolution, i) => {
    const unit = { ...convolution, name: `${name}/conv${i + 1}`, batchNorm };
    if (order) {
      const activated = position.index === 1 && i === 0;
      return preActivationUnit(parameters, initialize, {
        ...unit,
        activation: activated ? 'linear' : 'relu',
      });
    }
    const isLast = i === convolutions.length - 1;
    const activation = isLast && kind === 'residual' ? 'linear' : 'relu';
    return convolutionUnit(parameters, initialize, { ...unit, activation });
  });
  return (x, pass) => layers.reduce((maps, layer) => layer(maps, pass), x);
}
