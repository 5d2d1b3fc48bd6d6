import type * as tf from '@tensorflow/tfjs';
import type { Normalisation } from './fused-kernels.ts';
import type { NativeAddon, NativeKernel } from './native-addon.ts';
import { addressOf, type WasmBackend } from './wasm-heap.ts';

/**
 * Calls the addon's kernels on one heap: `calls.begin().integer(1).tensor(x).real(0.5).run('kernel')`. A kernel reads its
 * integers (tensors among them) and its reals in order.
 *
 * Arguments are written straight into the memory that the kernel reads: lists of them would cost more than a small
 * kernel itself.
 */
export class NativeCalls {
  private readonly addon: NativeAddon;
  private readonly backend: WasmBackend;
  private buffer: ArrayBufferLike | null = null;
  private integers = new Int32Array(256);
  private reals = new Float64Array(64);
  private integerCount = 0;
  private realCount = 0;

  constructor(addon: NativeAddon, backend: WasmBackend) {
    this.addon = addon;
    this.backend = backend;
  }

  /** Forgets what was written for a call that never came about, because something threw before it. */
  begin(): this {
    this.integerCount = 0;
    this.realCount = 0;
    return this;
  }

  integer(value: number): this {
    if (this.integerCount === this.integers.length) {
      this.integers = twiceAsLong(this.integers);
      current = null;
    }
    this.integers[this.integerCount++] = value;
    return this;
  }

  /** A tensor is the offset of its first value in the heap, in bytes. */
  tensor(tensor: tf.TensorInfo): this {
    return this.integer(addressOf(this.backend, tensor));
  }

  real(value: number): this {
    if (this.realCount === this.reals.length) {
      this.reals = twiceAsLong(this.reals);
      current = null;
    }
    this.reals[this.realCount++] = value;
    return this;
  }

  /** @throws RangeError for a tensor that does not lie in the heap, and for a size out of range */
  run(kernel: NativeKernel): void {
    this.begin();
    const { buffer } = this.backend.wasm.HEAPU8;
    // Growing memory replaces its buffer.
    if (buffer !== this.buffer || current !== this) {
      this.addon.setHeap(buffer as ArrayBuffer);
      this.addon.setArguments(this.integers.buffer, this.reals.buffer);
      this.buffer = buffer;
      current = this;
    }
    this.addon[kernel]();
  }
}

/** Whose memory this thread's instance of the addon reads. */
let current: NativeCalls | null = null;

function twiceAsLong<T extends Int32Array | Float64Array>(values: T): T {
  const longer = new (values.constructor as new (length: number) => T)(2 * values.length);
  longer.set(values);
  return longer;
}

/** Groups of arguments, as the functions of the same names in native/addon.cc read them. */
export class KernelArguments {
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
    calls.begin();
    for (let i = 0; i < 4; i++) calls.integer(x[i]!);
    for (let i = 1; i < 4; i++) calls.integer(y[i]!);
    calls.integer(filter[0]!).integer(filter[1]!).integer(stride).integer(stride);
    calls.integer((filter[0]! - 1) / 2).integer((filter[1]! - 1) / 2);
  }

  /** Of any convolution. */
  info(info: tf.backend_util.Conv2DInfo): void {
    const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
    const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
    this.calls.begin();
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
      .begin()
      .integer(batch!)
      .integer(height! * width!)
      .integer(channels!);
  }
}
