import * as tf from '@tensorflow/tfjs';
import {
  fusedKernels,
  type IncompleteGradient,
  type Normalisation,
  type NormalisationSums,
  type ParameterUpdate,
} from './fused-kernels.ts';
import type { NativeCalls } from './native-calls.ts';
import { addressOf, type WasmBackend } from './wasm-heap.ts';

type Shape4 = [number, number, number, number];
type Inputs = Record<string, tf.TensorInfo>;

/**
 * Registers the compiled kernels for the backend `native`: those with names of tfjs in the place of the wasm
 * backend's, and the fused ones that `src/ops/` asks for.
 */
export function registerNativeKernels(backend: WasmBackend, calls: NativeCalls): void {
  const at = (tensor: tf.TensorInfo) => addressOf(backend, tensor);
  const output = (shape: number[]) => backend.makeOutput(shape, 'float32');

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

  /** The normalisation as `readNormalisation` in native/addon.cc reads it. */
  const normalisation = (norm: Normalisation | null) =>
    norm ? [norm.relu ? 2 : 1, at(norm.mean), at(norm.variance), at(norm.scale), at(norm.offset)] : [0];
  const reals = (...norms: readonly (Normalisation | null)[]) =>
    norms.flatMap(norm => (norm ? [norm.epsilon, norm.varianceFactor] : []));
  const sumsOf = ({ offset, scale }: NormalisationSums) => [at(offset), at(scale)];

  register(
    fusedKernels.convolution,
    ({ x, filter }, { stride, withStatistics, norm }: ConvolutionAttributes) => {
      const sizes = convolutionSizes(x!.shape as Shape4, filter!.shape as Shape4, stride);
      const y = output(sizes.outShape);
      const statistics = withStatistics ? [0, 1].map(() => output([sizes.outShape[3]])) : [];
      calls.call(
        'convolution',
        [
          ...sizes.integers,
          at(x!),
          ...normalisation(norm),
          at(filter!),
          at(y),
          withStatistics ? 1 : 0,
          ...statistics.map(at),
        ],
        reals(norm),
      );
      return [y, ...statistics];
    },
  );

  register(
    fusedKernels.convolutionGradients,
    ({ dy, x, filter }, { stride, norm, incomplete, inputWanted }: GradientAttributes) => {
      const sizes = convolutionSizes(x!.shape as Shape4, filter!.shape as Shape4, stride);
      const filterGradient = output(filter!.shape);
      const input = inputWanted ? [output(x!.shape)] : [];
      const sums = norm && inputWanted ? [output([x!.shape[3]!]), output([x!.shape[3]!])] : [];
      calls.call(
        'convolutionGradients',
        [
          ...sizes.integers,
          at(dy!),
          ...normalisation(incomplete?.norm ?? null),
          ...(incomplete ? [at(incomplete.tensor), ...sumsOf(incomplete.sums)] : []),
          at(x!),
          ...normalisation(norm),
          at(filter!),
          1,
          at(filterGradient),
          input.length,
          ...input.map(at),
          ...sums.map(at),
        ],
        reals(incomplete?.norm ?? null, norm),
      );
      return [filterGradient, ...input, ...sums];
    },
  );

  register(fusedKernels.normalise, ({ x, shortcut }, { norm }: { norm: Normalisation }) => {
    const y = output(x!.shape);
    calls.call(
      'normalise',
      [
        ...imageSizes(x!.shape),
        at(x!),
        ...normalisation(norm),
        at(y),
        ...(shortcut ? [1, at(shortcut)] : [0]),
      ],
      reals(norm),
    );
    return [y];
  });

  register(fusedKernels.normaliseGradients, ({ dy, x, y }, { norm }: { norm: Normalisation }) => {
    const channels = x!.shape[3]!;
    const results = [output(x!.shape), output([channels]), output([channels])];
    calls.call(
      'normaliseGradients',
      [...imageSizes(x!.shape), at(dy!), at(x!), ...normalisation(norm), at(y!), ...results.map(at)],
      reals(norm),
    );
    return results;
  });

  register(fusedKernels.momentumUpdate, (_, { updates, rate, momentum, weightDecay }: MomentumAttributes) => {
    const lists = updates.flatMap(({ weight, velocity, gradient }) => [
      weight.size,
      at(weight),
      at(velocity),
      at(gradient),
    ]);
    calls.call('momentumUpdate', [updates.length, ...lists], [rate, momentum, weightDecay]);
    return [];
  });

  register(fusedKernels.movingAverage, (_, { pairs, rate }: AverageAttributes) => {
    const lists = pairs.flatMap(({ moving, fresh }) => [moving.size, at(moving), at(fresh)]);
    calls.call('movingAverage', [pairs.length, ...lists], [rate]);
    return [];
  });

  replace(tf.Conv2D, isPlainConvolution, ({ x, filter }, attributes: tf.Conv2DAttrs) => {
    const info = convolutionInfo(x!.shape as Shape4, filter!.shape as Shape4, attributes);
    const y = output(info.outShape);
    calls.call('convolution', [...integersOf(info), at(x!), 0, at(filter!), at(y), 0]);
    return y;
  });

  replace(
    tf.Conv2DBackpropFilter,
    isPlainConvolution,
    ({ x, dy }, attributes: tf.Conv2DBackpropFilterAttrs) => {
      const info = convolutionInfo(x!.shape as Shape4, attributes.filterShape, attributes);
      const filter = output(info.filterShape);
      // The filter itself has no part in its gradient: any values of its size will do.
      calls.call('convolutionGradients', [
        ...integersOf(info),
        at(dy!),
        0,
        at(x!),
        0,
        at(filter),
        1,
        at(filter),
        0,
      ]);
      return filter;
    },
  );

  replace(
    tf.Conv2DBackpropInput,
    isPlainConvolution,
    ({ dy, filter }, attributes: tf.Conv2DBackpropInputAttrs) => {
      const info = convolutionInfo(attributes.inputShape, filter!.shape as Shape4, attributes);
      const x = output(info.inShape);
      calls.call('convolutionGradients', [
        ...integersOf(info),
        at(dy!),
        0,
        at(x),
        0,
        at(filter!),
        0,
        1,
        at(x),
      ]);
      return x;
    },
  );

  replace(
    tf.Add,
    ({ a, b }) => a!.dtype === 'float32' && b!.dtype === 'float32' && tf.util.arraysEqual(a!.shape, b!.shape),
    ({ a, b }) => {
      const sum = output(a!.shape);
      calls.call('add', [tf.util.sizeFromShape(a!.shape), at(a!), at(b!), at(sum)]);
      return sum;
    },
  );
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

function convolutionInfo(
  inputShape: Shape4,
  filterShape: Shape4,
  { strides, pad, dimRoundingMode }: Pick<tf.Conv2DAttrs, 'strides' | 'pad' | 'dimRoundingMode'>,
): tf.backend_util.Conv2DInfo {
  type Pad = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad as Pad, dimRoundingMode);
}

/** Sizes as `readConvolution` in native/addon.cc reads them. */
function integersOf(info: tf.backend_util.Conv2DInfo): number[] {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  return [
    ...[batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels],
    ...[filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left],
  ];
}

/** The same for a filter with odd sides that is centred on its pixel, without tfjs's general case. */
function convolutionSizes(
  [batch, height, width, inputs]: Shape4,
  [rows, columns, , outputs]: Shape4,
  stride: number,
) {
  const [top, left] = [(rows - 1) / 2, (columns - 1) / 2];
  const outShape: Shape4 = [batch, Math.ceil(height / stride), Math.ceil(width / stride), outputs];
  const integers = [
    batch,
    height,
    width,
    inputs,
    ...outShape.slice(1),
    rows,
    columns,
    stride,
    stride,
    top,
    left,
  ];
  return { outShape, integers };
}

/** Batch, pixels and channels. */
function imageSizes(shape: readonly number[]): number[] {
  const [batch, height, width, channels] = shape as Shape4;
  return [batch, height * width, channels];
}
