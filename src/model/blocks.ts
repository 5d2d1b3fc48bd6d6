import { addShortcut, materialise, rectify, scale } from '../ops/feature-maps.ts';
import { subsampleAndPadChannels } from '../ops/subsample.ts';
import type { Kind, NetworkConfig } from '../run.ts';
import type { Initialize } from './initializers.ts';
import { type BlockPosition, convolutionUnit, type Layer } from './layers.ts';
import type { Parameters } from './parameters.ts';

export interface BlockOptions {
  readonly kind: Kind;
  readonly name: string;
  readonly position: BlockPosition;
  readonly inputs: number;
  readonly filters: number;
  /** Of the first convolution, and of the shortcut. */
  readonly stride: number;
  readonly shortcut: NetworkConfig['shortcut'];
  readonly batchNorm: boolean;
}

/**
 * Two 3×3 convolutions, each with batch normalisation: y = ReLU(F(x) + h(x)) for a residual block, ReLU(F(x))
 * for its plain twin (He et al. 2015, eq. 1 and 2, Fig. 2). The twin omits the addition and nothing else.
 */
export function basicBlock(parameters: Parameters, initialize: Initialize, options: BlockOptions): Layer {
  const { kind, name, position, inputs, filters, stride, batchNorm } = options;
  const common = { kernelSize: 3, filters, batchNorm };
  const first = convolutionUnit(parameters, initialize, {
    ...common,
    name: `${name}/conv1`,
    inputs,
    stride,
    activation: 'relu',
  });
  const second = convolutionUnit(parameters, initialize, {
    ...common,
    name: `${name}/conv2`,
    inputs: filters,
    stride: 1,
    activation: kind === 'residual' ? 'linear' : 'relu',
  });
  if (kind === 'plain') return (x, pass) => second(first(x, pass), pass);
  const shortcut = shortcutOf(parameters, initialize, options);
  return (maps, pass) => {
    // Read twice: by the first convolution and by the shortcut.
    const x = materialise(maps);
    const share = pass.branch?.(position) ?? 1;
    if (share === 0) return rectify(shortcut(x, pass));
    const branch = second(first(x, pass), pass);
    return addShortcut(share === 1 ? branch : scale(branch, share), shortcut(x, pass));
  };
}

/**
 * h(x): A is the identity, with zero channels where the shape changes; B projects (1×1 convolution) where it
 * changes; C projects everywhere (He et al. 2015, section 4.1).
 */
function shortcutOf(parameters: Parameters, initialize: Initialize, options: BlockOptions): Layer {
  const { name, inputs, filters, stride, shortcut, batchNorm } = options;
  const sameShape = stride === 1 && inputs === filters;
  if (shortcut === 'C' || (shortcut === 'B' && !sameShape)) {
    return convolutionUnit(parameters, initialize, {
      name: `${name}/shortcut/conv`,
      kernelSize: 1,
      inputs,
      filters,
      stride,
      activation: 'linear',
      batchNorm,
    });
  }
  return sameShape ? x => x : x => subsampleAndPadChannels(x, stride, filters);
}
