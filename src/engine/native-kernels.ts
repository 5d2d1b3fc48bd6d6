import * as tf from '@tensorflow/tfjs';
import { convolutionInfo, poolingInfo } from './convolution-info.ts';
import type { NativeCalls } from './native-calls.ts';
import { type MakeOutput, type WasmBackend, withOutputs } from './wasm-heap.ts';

type Inputs = Record<string, tf.TensorInfo>;

/**
 * Registers compiled kernels for the backend `native` in the place of the wasm backend's, under tfjs's names.
 */
export function registerNativeKernels(backend: WasmBackend, calls: NativeCalls): void {
  /** Takes over what `supports` says; the wasm backend's kernel does the rest. */
  const replace = (
    kernelName: string,
    supports: (inputs: Inputs, attributes: tf.NamedAttrMap) => boolean,
    kernelFunc: (output: MakeOutput, inputs: Inputs, attributes: never) => tf.TensorInfo,
  ) => {
    const { kernelFunc: otherwise } = tf.getKernel(kernelName, 'wasm');
    tf.unregisterKernel(kernelName, 'native');
    tf.registerKernel({
      kernelName,
      backendName: 'native',
      kernelFunc(call) {
        const inputs = call.inputs as Inputs;
        if (!supports(inputs, call.attrs!)) return otherwise(call);
        return withOutputs(backend, output => kernelFunc(output, inputs, call.attrs as never));
      },
    });
  };

  replace(tf.Conv2D, isPlainConvolution, (output, { x, filter }, attributes: tf.Conv2DAttrs) => {
    const info = convolutionInfo(x!.shape, filter!.shape, attributes);
    const y = output(info.outShape);
    calls.run('convolution', { sizes: info, x: x!, norm: null, filter: filter!, y, statistics: null });
    return y;
  });

  replace(
    tf.Conv2DBackpropFilter,
    isPlainConvolution,
    (output, { x, dy }, attributes: tf.Conv2DBackpropFilterAttrs) => {
      const info = convolutionInfo(x!.shape, attributes.filterShape, attributes);
      const filter = output(info.filterShape);
      // The filter has no part in its own gradient: any values of its size will do.
      calls.run('convolutionGradients', {
        ...plainGradients,
        sizes: info,
        gradient: dy!,
        x: x!,
        filter,
        filterGradient: filter,
      });
      return filter;
    },
  );

  replace(
    tf.Conv2DBackpropInput,
    isPlainConvolution,
    (output, { dy, filter }, attributes: tf.Conv2DBackpropInputAttrs) => {
      const info = convolutionInfo(attributes.inputShape, filter!.shape, attributes);
      const x = output(info.inShape);
      // Nor has an input in its own.
      calls.run('convolutionGradients', {
        ...plainGradients,
        sizes: info,
        gradient: dy!,
        x,
        filter: filter!,
        inputGradient: x,
      });
      return x;
    },
  );

  replace(tf.MaxPool, areNumbers, (output, { x }, attributes: tf.MaxPoolAttrs) => {
    const sizes = poolingInfo(x!.shape, attributes);
    const y = output(sizes.outShape);
    calls.run('maxPool', { sizes, x: x!, y });
    return y;
  });

  replace(tf.MaxPoolGrad, areNumbers, (output, { dy, input }, attributes: tf.MaxPoolGradAttrs) => {
    const dx = output(input!.shape);
    calls.run('maxPoolGradient', { sizes: poolingInfo(input!.shape, attributes), dy: dy!, x: input!, dx });
    return dx;
  });

  // Not for speed: the wasm backend keeps a packed copy of a right operand for as long as its buffer lives, and would
  // not notice that an update changed the weights in place.
  replace(
    tf.BatchMatMul,
    isPlainProduct,
    (output, { a, b }, { transposeA, transposeB }: tf.BatchMatMulAttrs) => {
      const [rows, inner] = lastTwo(a!.shape, transposeA);
      const [, columns] = lastTwo(b!.shape, transposeB);
      const shape = a!.shape.slice(0, -2);
      const product = output([...shape, rows, columns]);
      const batch = tf.util.sizeFromShape(shape);
      calls.run('multiplyMatrices', {
        batch,
        rows,
        inner,
        columns,
        transposeA,
        transposeB,
        a: a!,
        b: b!,
        product,
      });
      return product;
    },
  );

  replace(
    tf.Add,
    ({ a, b }) => a!.dtype === 'float32' && b!.dtype === 'float32' && tf.util.arraysEqual(a!.shape, b!.shape),
    (output, { a, b }) => {
      const sum = output(a!.shape);
      calls.run('add', { a: a!, b: b!, sum });
      return sum;
    },
  );
}

/** Of a convolution alone, before one of the two gradients is asked for. */
const plainGradients = {
  incomplete: null,
  norm: null,
  filterGradient: null,
  inputGradient: null,
  added: null,
  sums: null,
} as const;

function isPlainConvolution(inputs: Inputs, attributes: tf.NamedAttrMap): boolean {
  const { dilations = 1, dataFormat } = attributes as unknown as tf.Conv2DAttrs;
  return [dilations].flat().every(dilation => dilation === 1) && dataFormat === 'NHWC' && areNumbers(inputs);
}

function areNumbers(inputs: Inputs): boolean {
  return Object.values(inputs).every(({ dtype, shape }) => dtype === 'float32' && !shape.includes(0));
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
