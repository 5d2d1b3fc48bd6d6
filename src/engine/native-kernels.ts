import * as tf from '@tensorflow/tfjs';
import { convolutionInfo } from './convolution-info.ts';
import { KernelArguments, type NativeCalls } from './native-calls.ts';
import type { WasmBackend } from './wasm-heap.ts';

type Inputs = Record<string, tf.TensorInfo>;

/**
 * Registers compiled kernels for the backend `native` in the place of the wasm backend's, under tfjs's names.
 */
export function registerNativeKernels(backend: WasmBackend, calls: NativeCalls): void {
  const output = (shape: number[]) => backend.makeOutput(shape, 'float32');
  const callsWith = new KernelArguments(calls);

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
    calls.begin().integer(tf.util.sizeFromShape(batch)).integer(rows).integer(inner).integer(columns);
    calls.integer(transposeA ? 1 : 0).integer(transposeB ? 1 : 0);
    calls.tensor(a!).tensor(b!).tensor(product).run('multiplyMatrices');
    return product;
  });

  replace(
    tf.Add,
    ({ a, b }) => a!.dtype === 'float32' && b!.dtype === 'float32' && tf.util.arraysEqual(a!.shape, b!.shape),
    ({ a, b }) => {
      const sum = output(a!.shape);
      calls.begin().integer(tf.util.sizeFromShape(a!.shape)).tensor(a!).tensor(b!).tensor(sum).run('add');
      return sum;
    },
  );
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
