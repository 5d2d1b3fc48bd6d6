import * as tf from '@tensorflow/tfjs';
import {
  fusedKernels,
  type IncompleteGradient,
  type Normalisation,
  type ParameterUpdate,
} from './fused-kernels.ts';
import type { NativeCalls } from './native-calls.ts';
import type { WasmBackend } from './wasm-heap.ts';

type Shape4 = [number, number, number, number];
type Inputs = Record<string, tf.TensorInfo>;

/**
 * Registers the compiled kernels for the backend `native`: those with names of tfjs in the place of the wasm
 * backend's, and the fused ones that `src/ops/` asks for.
 */
export function registerNativeKernels(backend: WasmBackend, calls: NativeCalls): void {
  const output = (shape: number[]) => backend.makeOutput(shape, 'float32');
  const callsWith = new KernelArguments(calls);

  const register = (kernelName: string, kernelFunc: (inputs: Inputs, attributes: never) => tf.TensorInfo[]) =>
    tf.registerKernel({
      kernelName,
      backendName: 'native',
      kernelFunc: ({ inputs, attrs }) => kernelFunc(inputs as Inputs, attrs as never),
    });

  /** Takes over what `supports` says; the wasm backend's kernel does the rest. */
  const replace = (
    kernelName: string,
    supports: (inputs: Inputs, attributes: tf.NamedAttrMap) => boolean,
    kernelFunc: (inputs: Inputs, attributes: never) => tf.TensorInfo,
  ) => {
    const { kernelFunc: otherwise } = tf.getKernel(kernelName, 'wasm');
    tf.unregisterKernel(kernelName, 'native');
    tf.registerKernel({
      kernelName,
      backendName: 'native',
      kernelFunc(call) {
        const inputs = call.inputs as Inputs;
        return supports(inputs, call.attrs!) ? kernelFunc(inputs, call.attrs as never) : otherwise(call);
      },
    });
  };

  register(
    fusedKernels.convolution,
    ({ x, filter }, { stride, withStatistics, norm }: ConvolutionAttributes) => {
      const shape = outShape(x!.shape, filter!.shape, stride);
      const y = output(shape);
      const results = withStatistics ? [y, output([shape[3]!]), output([shape[3]!])] : [y];
      callsWith.sizes(x!.shape, filter!.shape, shape, stride);
      calls.tensor(x!);
      callsWith.normalisation(norm);
      calls
        .tensor(filter!)
        .tensor(y)
        .integer(withStatistics ? 1 : 0);
      if (withStatistics) calls.tensor(results[1]!).tensor(results[2]!);
      calls.run('convolution');
      return results;
    },
  );

  register(
    fusedKernels.convolutionGradients,
    ({ dy, x, filter, added }, { stride, norm, incomplete, inputWanted }: GradientAttributes) => {
      const results = [output(filter!.shape)];
      callsWith.sizes(x!.shape, filter!.shape, dy!.shape, stride);
      calls.tensor(dy!);
      callsWith.normalisation(incomplete?.norm ?? null);
      if (incomplete) {
        calls.tensor(incomplete.tensor).tensor(incomplete.sums.offset).tensor(incomplete.sums.scale);
      }
      calls.tensor(x!);
      callsWith.normalisation(norm);
      calls.tensor(filter!).integer(1).tensor(results[0]!);
      calls.integer(inputWanted ? 1 : 0);
      if (inputWanted) {
        const input = output(x!.shape);
        results.push(input);
        calls.tensor(input);
      }
      calls.integer(added ? 1 : 0);
      if (added) calls.tensor(added);
      if (inputWanted && norm) {
        const [offset, scale] = [output([x!.shape[3]!]), output([x!.shape[3]!])];
        results.push(offset, scale);
        calls.tensor(offset).tensor(scale);
      }
      calls.run('convolutionGradients');
      return results;
    },
  );

  register(fusedKernels.normalise, ({ x, shortcut }, { norm }: { norm: Normalisation }) => {
    const y = output(x!.shape);
    callsWith.imageSizes(x!.shape);
    calls.tensor(x!);
    callsWith.normalisation(norm);
    calls.tensor(y).integer(shortcut ? 1 : 0);
    if (shortcut) calls.tensor(shortcut);
    calls.run('normalise');
    return [y];
  });

  register(fusedKernels.normaliseGradients, ({ dy, x, y }, { norm }: { norm: Normalisation }) => {
    const channels = x!.shape[3]!;
    const results = [output(x!.shape), output([channels]), output([channels])];
    callsWith.imageSizes(x!.shape);
    calls.tensor(dy!).tensor(x!);
    callsWith.normalisation(norm);
    calls.tensor(y!);
    for (const result of results) calls.tensor(result);
    calls.run('normaliseGradients');
    return results;
  });

  register(fusedKernels.averagePixels, ({ x }) => {
    const y = output([x!.shape[0]!, x!.shape[3]!]);
    callsWith.imageSizes(x!.shape);
    calls.tensor(x!).tensor(y).run('averagePixels');
    return [y];
  });

  register(fusedKernels.spreadPixels, ({ dy }, { shape }: { shape: number[] }) => {
    const dx = output(shape);
    callsWith.imageSizes(shape);
    calls.tensor(dy!).tensor(dx).run('spreadPixels');
    return [dx];
  });

  register(fusedKernels.momentumUpdate, (_, { updates, rate, momentum, weightDecay }: MomentumAttributes) => {
    calls.real(rate).real(momentum).real(weightDecay).integer(updates.length);
    for (const { weight, velocity, gradient } of updates) {
      calls.integer(weight.size).tensor(weight).tensor(velocity).tensor(gradient);
    }
    calls.run('momentumUpdate');
    return [];
  });

  register(fusedKernels.movingAverage, (_, { pairs, rate }: AverageAttributes) => {
    calls.real(rate).integer(pairs.length);
    for (const { moving, fresh } of pairs) calls.integer(moving.size).tensor(moving).tensor(fresh);
    calls.run('movingAverage');
    return [];
  });

  replace(tf.Conv2D, isPlainConvolution, ({ x, filter }, attributes: tf.Conv2DAttrs) => {
    const info = convolutionInfo(x!.shape, filter!.shape, attributes);
    const y = output(info.outShape);
    callsWith.info(info);
    calls.tensor(x!).integer(0).tensor(filter!).tensor(y).integer(0).run('convolution');
    return y;
  });

  replace(
    tf.Conv2DBackpropFilter,
    isPlainConvolution,
    ({ x, dy }, attributes: tf.Conv2DBackpropFilterAttrs) => {
      const info = convolutionInfo(x!.shape, attributes.filterShape, attributes);
      const filter = output(info.filterShape);
      callsWith.info(info);
      // The filter has no part in its own gradient: any values of its size will do.
      calls
        .tensor(dy!)
        .integer(0)
        .tensor(x!)
        .integer(0)
        .tensor(filter)
        .integer(1)
        .tensor(filter)
        .integer(0)
        .integer(0);
      calls.run('convolutionGradients');
      return filter;
    },
  );

  replace(
    tf.Conv2DBackpropInput,
    isPlainConvolution,
    ({ dy, filter }, attributes: tf.Conv2DBackpropInputAttrs) => {
      const info = convolutionInfo(attributes.inputShape, filter!.shape, attributes);
      const x = output(info.inShape);
      callsWith.info(info);
      calls
        .tensor(dy!)
        .integer(0)
        .tensor(x)
        .integer(0)
        .tensor(filter!)
        .integer(0)
        .integer(1)
        .tensor(x)
        .integer(0);
      calls.run('convolutionGradients');
      return x;
    },
  );

  // Not for speed: the wasm backend keeps a packed copy of a right operand for as long as its buffer lives, and would
  // not notice that an update changed the weights in place.
  replace(tf.BatchMatMul, isPlainProduct, ({ a, b }, { transposeA, transposeB }: tf.BatchMatMulAttrs) => {
    const [rows, inner] = lastTwo(a!.shape, transposeA);
    const [, columns] = lastTwo(b!.shape, transposeB);
    const batch = a!.shape.slice(0, -2);
    const product = output([...batch, rows, columns]);
    calls.integer(tf.util.sizeFromShape(batch)).integer(rows).integer(inner).integer(columns);
    calls.integer(transposeA ? 1 : 0).integer(transposeB ? 1 : 0);
    calls.tensor(a!).tensor(b!).tensor(product).run('multiplyMatrices');
    return product;
  });

  replace(
    tf.Add,
    ({ a, b }) => a!.dtype === 'float32' && b!.dtype === 'float32' && tf.util.arraysEqual(a!.shape, b!.shape),
    ({ a, b }) => {
      const sum = output(a!.shape);
      calls.integer(tf.util.sizeFromShape(a!.shape)).tensor(a!).tensor(b!).tensor(sum).run('add');
      return sum;
    },
  );
}

/** Groups of arguments, as the functions of the same names in native/addon.cc read them. */
class KernelArguments {
  private readonly calls: NativeCalls;

  constructor(calls: NativeCalls) {
    this.calls = calls;
  }

  normalisation(norm: Normalisation | null): void {
    const { calls } = this;
    if (!norm) {
      calls.integer(0);
      return;
    }
    const { relu, mean, variance, scale, offset, epsilon, varianceFactor } = norm;
    calls
      .integer(relu ? 2 : 1)
      .tensor(mean)
      .tensor(variance)
      .tensor(scale)
      .tensor(offset);
    calls.real(epsilon).real(varianceFactor);
  }

  /** Of a convolution whose filter has odd sides and is centred on its pixel. */
  sizes(x: readonly number[], filter: readonly number[], y: readonly number[], stride: number): void {
    const { calls } = this;
    for (let i = 0; i < 4; i++) calls.integer(x[i]!);
    for (let i = 1; i < 4; i++) calls.integer(y[i]!);
    calls.integer(filter[0]!).integer(filter[1]!).integer(stride).integer(stride);
    calls.integer((filter[0]! - 1) / 2).integer((filter[1]! - 1) / 2);
  }

  /** Of any convolution. */
  info(info: tf.backend_util.Conv2DInfo): void {
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
    for (const size of [batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels]) {
      this.calls.integer(size);
    }
    for (const size of [filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left]) {
      this.calls.integer(size);
    }
  }

  /** Batch, pixels and channels. */
  imageSizes([batch, height, width, channels]: readonly number[]): void {
    this.calls
      .integer(batch!)
      .integer(height! * width!)
      .integer(channels!);
  }
}

function outShape(x: readonly number[], filter: readonly number[], stride: number): number[] {
  return [x[0]!, Math.ceil(x[1]! / stride), Math.ceil(x[2]! / stride), filter[3]!];
}

interface ConvolutionAttributes {
  readonly stride: number;
  readonly withStatistics: boolean;
  readonly norm: Normalisation | null;
}

interface GradientAttributes {
  readonly stride: number;
  readonly norm: Normalisation | null;
  readonly incomplete: IncompleteGradient | null;
  readonly inputWanted: boolean;
}

interface MomentumAttributes {
  readonly updates: readonly ParameterUpdate[];
  readonly rate: number;
  readonly momentum: number;
  readonly weightDecay: number;
}

interface AverageAttributes {
  readonly pairs: readonly { readonly moving: tf.Tensor; readonly fresh: tf.Tensor }[];
  readonly rate: number;
}

function isPlainConvolution(inputs: Inputs, attributes: tf.NamedAttrMap): boolean {
  const { dilations = 1, dataFormat } = attributes as unknown as tf.Conv2DAttrs;
  return (
    [dilations].flat().every(dilation => dilation === 1) &&
    dataFormat === 'NHWC' &&
    Object.values(inputs).every(({ dtype, shape }) => dtype === 'float32' && !shape.includes(0))
  );
}

function isPlainProduct({ a, b }: Inputs): boolean {
  const [batchOfA, batchOfB] = [a!.shape.slice(0, -2), b!.shape.slice(0, -2)];
  return (
    a!.dtype === 'float32' &&
    b!.dtype === 'float32' &&
    tf.util.arraysEqual(batchOfA, batchOfB) &&
    ![...a!.shape, ...b!.shape].includes(0)
  );
}

/** Rows and columns of a matrix, as it takes part in a product. */
function lastTwo(shape: readonly number[], transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

function convolutionInfo(
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dimRoundingMode }: Pick<tf.Conv2DAttrs, 'strides' | 'pad' | 'dimRoundingMode'>,
): tf.backend_util.Conv2DInfo {
  type Pad = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  return tf.backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    1,
    pad as Pad,
    dimRoundingMode,
  );
}
