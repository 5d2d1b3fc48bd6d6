import type * as tf from '@tensorflow/tfjs';
import {
  type Fields,
  type Kind,
  type NativeKernel,
  type Passed,
  type Scalar,
  signatures,
} from '../../native/signatures.ts';
import type { NativeAddon } from './native-addon.ts';
import { addressOf, type WasmBackend } from './wasm-heap.ts';

/** What a kernel is passed, by name. */
export type NativeArguments<K extends NativeKernel> = Passed<(typeof signatures)[K], tf.TensorInfo>;

/** Writes calls down while they are made. */
export interface CallRecorder {
  /** A call is about to be written. */
  begin(): void;
  /** @param position of the tensor among the call's integers */
  passed(position: number, tensor: tf.TensorInfo): void;
  /** The call was made. */
  called(kernel: NativeKernel, integers: Int32Array, reals: Float64Array): void;
  /** A kernel allocated this, and is going to be called with it. */
  made(tensor: tf.TensorInfo): void;
}

/**
 * Calls the addon's kernels on one heap: `calls.run('add', { a, b, sum })`.
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
  /** Null where nobody writes anything down. */
  recorder: CallRecorder | null = null;

  constructor(addon: NativeAddon, backend: WasmBackend) {
    this.addon = addon;
    this.backend = backend;
  }

  /** @throws RangeError for a tensor that does not lie in the heap, and for a size out of range */
  run<K extends NativeKernel>(kernel: K, passed: NativeArguments<K>): void {
    // What was written for a call that never came about, because something threw before it, is forgotten.
    this.integerCount = 0;
    this.realCount = 0;
    this.recorder?.begin();
    writers[kernel](this, passed);
    this.showHeap();
    if (current !== this) {
      this.addon.setArguments(this.integers.buffer, this.reals.buffer);
      current = this;
    }
    this.addon[kernel]();
    this.recorder?.called(
      kernel,
      this.integers.subarray(0, this.integerCount),
      this.reals.subarray(0, this.realCount),
    );
  }

  /** Calls that were written down, as the addon's `replay` reads them. */
  replay(integers: Int32Array<ArrayBuffer>, reals: Float64Array<ArrayBuffer>): void {
    this.showHeap();
    this.addon.setArguments(integers.buffer, reals.buffer);
    current = null;
    this.addon.replay();
  }

  private showHeap(): void {
    const { buffer } = this.backend.wasm.HEAPU8;
    // Growing memory replaces its buffer.
    if (buffer === this.buffer && heapOf === this) return;
    this.addon.setHeap(buffer as ArrayBuffer);
    this.buffer = buffer;
    heapOf = this;
  }

  /** For writers alone. */
  integer(value: number): void {
    if (this.integerCount === this.integers.length) {
      this.integers = twiceAsLong(this.integers);
      current = null;
    }
    this.integers[this.integerCount++] = value;
  }

  /** For writers alone: a tensor is the offset of its first value in the heap, in bytes. */
  tensor(tensor: tf.TensorInfo): void {
    this.recorder?.passed(this.integerCount, tensor);
    this.integer(addressOf(this.backend, tensor));
  }

  /** For writers alone. */
  real(value: number): void {
    if (this.realCount === this.reals.length) {
      this.reals = twiceAsLong(this.reals);
      current = null;
    }
    this.reals[this.realCount++] = value;
  }
}

/** Whose heap this thread's instance of the addon works on, and whose arguments it reads. */
let heapOf: NativeCalls | null = null;
let current: NativeCalls | null = null;

function twiceAsLong<T extends Int32Array | Float64Array>(values: T): T {
  const longer = new (values.constructor as new (length: number) => T)(2 * values.length);
  longer.set(values);
  return longer;
}

/** Writes what was passed as the addon reads it; the types of `run` see to it that it is of the writer's kind. */
type Writer = (calls: NativeCalls, passed: unknown) => void;

const scalarWriters: Readonly<Record<Scalar, Writer>> = {
  flag: (calls, passed) => calls.integer(passed ? 1 : 0),
  size: (calls, passed) => calls.integer(passed as number),
  positive: (calls, passed) => calls.integer(passed as number),
  real: (calls, passed) => calls.real(passed as number),
  tensor: (calls, passed) => calls.tensor(passed as tf.TensorInfo),
};

const writers = Object.fromEntries(
  Object.entries(signatures).map(([kernel, fields]) => [kernel, writerOfFields(fields)]),
) as Record<NativeKernel, Writer>;

function writerOf(kind: Exclude<Kind, { sizeOf: string }>): Writer {
  if (typeof kind === 'string') return scalarWriters[kind];
  if ('struct' in kind) return writerOfFields(kind.fields);
  if ('list' in kind) {
    const write = writerOf(kind.list);
    return (calls, passed) => {
      const items = passed as readonly unknown[];
      calls.integer(items.length);
      for (const item of items) write(calls, item);
    };
  }
  const write = writerOf(kind.optional);
  return (calls, passed) => {
    calls.integer(passed === null ? 0 : 1);
    if (passed !== null) write(calls, passed);
  };
}

function writerOfFields(fields: Fields): Writer {
  const members = Object.entries(fields).map(([name, kind]) =>
    typeof kind !== 'string' && 'sizeOf' in kind
      ? { name: kind.sizeOf, write: writeSize }
      : { name, write: writerOf(kind) },
  );
  return (calls, passed) => {
    for (const { name, write } of members) write(calls, (passed as Record<string, unknown>)[name]);
  };
}

function writeSize(calls: NativeCalls, passed: unknown): void {
  let size = 1;
  for (const side of (passed as tf.TensorInfo).shape) size *= side;
  calls.integer(size);
}
