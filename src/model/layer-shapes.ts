import type {
  ActivationDescription,
  BlockDescription,
  ConvolutionDescription,
  ShortcutDescription,
  UnitDescription,
} from './describe-block.ts';
import type { NetworkDescription } from './describe-network.ts';

/** Of one image's maps. */
export type MapShape = readonly [height: number, width: number, channels: number];

/** One layer for inputs of a certain size, as it will be when there is memory for it. */
export interface LayerShape {
  readonly kind:
    | 'embedding'
    | 'convolution'
    | 'batch-norm'
    | 'max-pool'
    /** ReLU(x), then ReLU(−x), as further channels. */
    | 'concatenated-relu'
    /** Every other pixel, with zero channels appended. */
    | 'subsample'
    /** The bias, sigmoid and products behind a gate's convolution. */
    | 'gate'
    /** Both ways multiplied by a number. */
    | 'scaled'
    | 'dropout'
    | 'addition'
    | 'average-pool'
    | 'dense';
  /** `stage2/block3/conv1`; of layers without values a name of what they do. */
  readonly name: string;
  /** 0 is the stem, n block n, and what follows the last block has one more. */
  readonly block: number;
  /** Whether it lies on a shortcut. */
  readonly onShortcut: boolean;
  /** Rows and columns of a filter or window; absent where there is none. */
  readonly kernel?: readonly [rows: number, columns: number];
  readonly stride: number;
  readonly input: MapShape;
  readonly output: MapShape;
  /** Trainable values. */
  readonly parameters: number;
}

/**
 * All layers of a network from input to output, a block's branch before its shortcut: in the order in which their values
 * are made. ReLUs are part of the layer before.
 *
 * @param input of one image; height and width may differ
 */
export function layerShapes({ stem, blocks, last, head }: NetworkDescription, input: MapShape): LayerShape[] {
  const ofStem = { block: 0, onShortcut: false };
  const layers: LayerShape[] = [];
  if (stem.embedding) {
    const { name, symbols, outputs } = stem.embedding;
    const output: MapShape = [input[0], input[1], outputs];
    const parameters = symbols * outputs;
    layers.push({ ...ofStem, kind: 'embedding', name, stride: 1, input, output, parameters });
  }
  layers.push(...ofUnit(stem.unit, ofStem, stem.embedding ? outputOf(layers) : input));
  if (stem.pooled) layers.push(poolOf('stem/pool', ofStem, outputOf(layers)));
  for (const block of blocks) layers.push(...ofBlock(block, outputOf(layers)));
  const place = { block: blocks.length + 1, onShortcut: false };
  if (last) layers.push(...ofActivation(last, place, outputOf(layers)));
  const maps = outputOf(layers);
  const pooled: MapShape = [1, 1, maps[2]];
  const logits: MapShape = [1, 1, head.outputs];
  layers.push({ ...place, ...unchanging('average-pool', maps), name: 'head/pool', output: pooled });
  const parameters = (head.inputs + 1) * head.outputs;
  const dense = { kind: 'dense', name: head.name, kernel: [1, 1], stride: 1 } as const;
  layers.push({ ...place, ...dense, input: pooled, output: logits, parameters });
  return layers;
}

type Place = Pick<LayerShape, 'block' | 'onShortcut'>;

function ofBlock(
  { name, position, pooled, units, shortcut, sumNorm, branchScale }: BlockDescription,
  before: MapShape,
): LayerShape[] {
  const block = position.index;
  const layers = pooled ? [poolOf(`${name}/pool`, { block, onShortcut: false }, before)] : [];
  const input = pooled ? outputOf(layers) : before;
  let maps = input;
  for (const unit of units) {
    layers.push(...ofUnit(unit, { block, onShortcut: false }, maps));
    maps = outputOf(layers);
  }
  if (!shortcut) return layers;
  layers.push(...ofShortcut(shortcut, block, input, maps));
  const learned = branchScale ? 1 + Number(branchScale.bias) : 0;
  const place = { block, onShortcut: false };
  layers.push({ ...place, ...unchanging('addition', maps), name: `${name}/addition`, parameters: learned });
  if (sumNorm) layers.push(...ofActivation({ ...sumNorm, norm: sumNorm.name, relu: true }, place, maps));
  return layers;
}

/** Of windows of three, or of as many rows as there are. */
function poolOf(name: string, place: Place, input: MapShape): LayerShape {
  const output = strided(input, 2, input[2]);
  return { ...place, kind: 'max-pool', name, kernel: [3, 3], stride: 2, input, output, parameters: 0 };
}

function ofShortcut(
  { name, way, weighing }: ShortcutDescription,
  block: number,
  input: MapShape,
  output: MapShape,
): LayerShape[] {
  const place = { block, onShortcut: true };
  const layers: LayerShape[] = [];
  if (way.kind === 'projection') layers.push(...ofUnit(way.unit, place, input));
  if (way.kind === 'subsample') {
    const { stride } = way;
    layers.push({ ...place, kind: 'subsample', name, stride, input, output, parameters: 0 });
  }
  if (weighing.kind === 'none') return layers;
  if (weighing.kind !== 'gated') return [...layers, { ...place, ...unchanging(weighing.kind, output), name }];
  const gate = ofConvolution(weighing.gate, place, input);
  const bias = { ...unchanging('gate', output), parameters: weighing.gate.filters };
  return [...layers, gate, { ...place, ...bias, name }];
}

function ofUnit({ before, behind, ...convolution }: UnitDescription, place: Place, input: MapShape) {
  const layers = before ? ofActivation(before, place, input) : [];
  layers.push(ofConvolution(convolution, place, input));
  if (behind) layers.push(...ofActivation(behind, place, outputOf(layers)));
  return layers;
}

function ofConvolution(
  { name, kernel, stride, inputs, filters, dirac, biases }: ConvolutionDescription,
  place: Place,
  input: MapShape,
): LayerShape {
  const [rows, columns] = kernel;
  const output = strided(input, stride, filters);
  const learned = (dirac ? 2 * filters : 0) + (biases ? Number(biases.before) + Number(biases.behind) : 0);
  const parameters = rows * columns * inputs * filters + learned;
  return { ...place, kind: 'convolution', name, kernel, stride, input, output, parameters };
}

function ofActivation(
  { norm, channels, concatenated }: ActivationDescription,
  place: Place,
  maps: MapShape,
): LayerShape[] {
  const layers: LayerShape[] = [];
  if (norm)
    layers.push({ ...place, ...unchanging('batch-norm', maps), name: norm, parameters: 2 * channels });
  if (concatenated) {
    const output: MapShape = [maps[0], maps[1], 2 * maps[2]];
    layers.push({ ...place, ...unchanging('concatenated-relu', maps), name: 'concatenated-relu', output });
  }
  return layers;
}

/** What leaves the shape as it is and has nothing to learn. */
function unchanging<K extends LayerShape['kind']>(kind: K, maps: MapShape) {
  return { kind, stride: 1, input: maps, output: maps, parameters: 0 };
}

/** Of odd windows that reach (size − 1) / 2 over each edge. */
function strided([height, width]: MapShape, stride: number, channels: number): MapShape {
  return [Math.ceil(height / stride), Math.ceil(width / stride), channels];
}

function outputOf(layers: readonly LayerShape[]): MapShape {
  return layers.at(-1)!.output;
}

/** Values of one image's maps. */
export function valuesIn([height, width, channels]: MapShape): number {
  return height * width * channels;
}

/** Trainable values. */
export function parametersOf(layers: readonly LayerShape[]): number {
  return layers.reduce((sum, { parameters }) => sum + parameters, 0);
}

/**
 * Multiplications, each with its addition, of one image's forward pass through a layer. Only those of filters and weight
 * matrices are counted: shortcuts of option A have none, even where an engine computes them as a convolution.
 */
export function multiplyAdds({ kind, kernel, input, output }: LayerShape): number {
  if (kind !== 'convolution' && kind !== 'dense') return 0;
  const [rows, columns] = kernel!;
  return rows * columns * input[2] * valuesIn(output);
}
