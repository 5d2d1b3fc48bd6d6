import type { Kind, NetworkConfig } from './config.ts';

/** A block's place in its network. */
export interface BlockPosition {
  /** From 1 at the input. */
  readonly index: number;
  /** Of all blocks. */
  readonly count: number;
}

/** A convolution without bias. */
export interface ConvolutionDescription {
  /** `stage1/block1/conv1` */
  readonly name: string;
  readonly kernel: readonly [rows: number, columns: number];
  readonly stride: number;
  readonly inputs: number;
  readonly filters: number;
  /** What changes its first weights: `mirrored`, inputs of the second half have the negative weights of the first. */
  readonly start?: { readonly gain?: number; readonly mirrored?: true };
  /** Whether its filter is a·identity + b·direction, a and b learned for each filter. */
  readonly dirac?: true;
  /** Whether a learned number is added to what goes in, and to what comes out (before ReLU). */
  readonly biases?: { readonly before: boolean; readonly behind: boolean };
}

/** Batch normalisation (where there is any) and ReLU (where there is any). */
export interface ActivationDescription {
  /** `stage1/block1/bn1`; `null` where nothing is normalised. */
  readonly norm: string | null;
  readonly channels: number;
  readonly relu: boolean;
  /** Whether ReLU of the negative stands behind it as further channels, twice as many altogether. */
  readonly concatenated?: true;
}

/** A convolution with what comes before it (He et al. 2016, Fig. 4 e) or behind it. */
export interface UnitDescription extends ConvolutionDescription {
  readonly before: ActivationDescription | null;
  readonly behind: ActivationDescription | null;
}

/** h(x): what goes past a block's branch, and how both are weighed before they are added. */
export interface ShortcutDescription {
  /** `stage2/block3/shortcut` */
  readonly name: string;
  readonly way:
    | { readonly kind: 'identity' }
    | { readonly kind: 'subsample'; readonly stride: number; readonly filters: number }
    | { readonly kind: 'projection'; readonly unit: UnitDescription };
  readonly weighing:
    | { readonly kind: 'none' | 'scaled' | 'dropout' }
    | { readonly kind: 'gated'; readonly gate: ConvolutionDescription };
}

export interface BlockDescription {
  /** `stage2/block3` */
  readonly name: string;
  readonly position: BlockPosition;
  /** Whether what goes in is pooled first: x is what comes out of that. */
  readonly pooled: boolean;
  /** The branch, F(x), in order. */
  readonly units: readonly UnitDescription[];
  /** A plain block has none. */
  readonly shortcut: ShortcutDescription | null;
  /** Whether a ReLU follows the sum (He et al. 2015, Fig. 2). */
  readonly activatesSum: boolean;
  /** Batch normalisation of the sum, before that: its name, and how many channels. */
  readonly sumNorm?: { readonly name: string; readonly channels: number };
  /** A learned number that multiplies the branch, and what it begins with; one that is added to it, from 0. */
  readonly branchScale?: { readonly name: string; readonly start: number; readonly bias: boolean };
}

export interface BlockOptions
  extends Pick<NetworkConfig, 'family' | 'shortcut' | 'batchNorm' | 'block' | 'order'> {
  readonly kind: Kind;
  readonly name: string;
  readonly position: BlockPosition;
  readonly inputs: number;
  readonly filters: number;
  /** By how much maps shrink: the stride of the first convolution and of the shortcut, of text that of a pooling before. */
  readonly stride: number;
}

/** Output channels of a bottleneck block, as a multiple of the filters inside (He et al. 2015, Fig. 5). */
const EXPANSION = 4;

/** Whether a block puts out what it is given in shape, so that the identity could stand in its place. */
export function keepsShape({ pooled, units }: Pick<BlockDescription, 'pooled' | 'units'>): boolean {
  return !pooled && strideOf(units) === 1 && units[0]!.inputs === outputsOf(units.at(-1)!);
}

/** Channels that a convolution with what follows it puts out. */
export function outputsOf({ filters, behind }: UnitDescription): number {
  return behind?.concatenated ? 2 * filters : filters;
}

/** Of several convolutions one behind the other. */
export function strideOf(units: readonly ConvolutionDescription[]): number {
  return units.reduce((product, { stride }) => product * stride, 1);
}

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
 * omits the addition and nothing else.
 *
 * Of text, windows are rows of three, and pooling halves what goes into a stage (Conneau et al. 2017, section 3).
 */
export function describeBlock(options: BlockOptions): BlockDescription {
  const { kind, name, position, order, family } = options;
  const pooled = family === 'text' && options.stride > 1;
  const inside = pooled ? { ...options, stride: 1 } : options;
  const shortcut = kind === 'plain' ? null : describeShortcut(inside);
  return { name, position, pooled, units: describeBranch(inside), shortcut, activatesSum: !order };
}

/** F(x), with the last ReLU of the original order in it where nothing is added after. */
function describeBranch(options: BlockOptions): UnitDescription[] {
  const { kind, name, position, inputs, filters, stride, family, batchNorm, block, order } = options;
  const outputs = blockOutputs(filters, block);
  const sizes =
    block === 'bottleneck'
      ? [
          { side: 1, inputs, filters, stride },
          { side: 3, inputs: filters, filters, stride: 1 },
          { side: 1, inputs: filters, filters: outputs, stride: 1 },
        ]
      : [
          { side: 3, inputs, filters, stride },
          { side: 3, inputs: filters, filters, stride: 1 },
        ];
  return sizes.map(({ side, ...size }, i) => {
    const convolution = { ...size, name: `${name}/conv${i + 1}`, kernel: windowOf(side, family) };
    if (!order) {
      const isLast = i === sizes.length - 1;
      return activatedBehind(convolution, batchNorm, !(isLast && kind === 'residual'));
    }
    const isActivated = position.index === 1 && i === 0;
    const before = isActivated ? null : activation(convolution.name, size.inputs, batchNorm, true);
    return { ...convolution, before, behind: null };
  });
}

/**
 * h(x): A is the identity, with zero channels where the shape changes; B projects (1×1 convolution) where it changes;
 * C projects everywhere (He et al. 2015, section 4.1). What is not one of these goes by A, and is weighed (He et al. 2016,
 * section 3.1).
 */
function describeShortcut(options: BlockOptions): ShortcutDescription {
  const { inputs, stride, shortcut, batchNorm, block, family } = options;
  const name = `${options.name}/shortcut`;
  const filters = blockOutputs(options.filters, block);
  const convolution = { kernel: windowOf(1, family), stride, inputs, filters };
  const sameShape = stride === 1 && inputs === filters;
  const weighing =
    shortcut === 'gated'
      ? { kind: shortcut, gate: { ...convolution, name: `${name}/gate` } }
      : { kind: shortcut === 'scaled' || shortcut === 'dropout' ? shortcut : ('none' as const) };
  if (shortcut === 'C' || (shortcut === 'B' && !sameShape)) {
    const unit = activatedBehind({ ...convolution, name: `${name}/conv` }, batchNorm, false);
    return { name, way: { kind: 'projection', unit }, weighing };
  }
  return { name, way: sameShape ? { kind: 'identity' } : { kind: 'subsample', stride, filters }, weighing };
}

/** A convolution, then batch normalisation (where asked for), then ReLU (where asked for). */
export function activatedBehind(
  convolution: ConvolutionDescription,
  batchNorm: boolean,
  relu: boolean,
): UnitDescription {
  const behind = activation(convolution.name, convolution.filters, batchNorm, relu);
  return { ...convolution, before: null, behind };
}

/** `stage1/block1/conv2` is normalised by `stage1/block1/bn2`. */
function activation(
  convolution: string,
  channels: number,
  batchNorm: boolean,
  relu: boolean,
): ActivationDescription {
  return { norm: batchNorm ? convolution.replace(/conv(\d*)$/, 'bn$1') : null, channels, relu };
}

/** Of images a square, of text, which has one row, `side` neighbours of it. */
export function windowOf(side: number, family: NetworkConfig['family']): [rows: number, columns: number] {
  return [family === 'text' ? 1 : side, side];
}
