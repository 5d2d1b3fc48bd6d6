import * as tf from '@tensorflow/tfjs';
import { addressOf, valuesOf, type WasmBackend, withOutputs } from './wasm-heap.ts';

let registered = false;

/**
 * Looking up rows of a table, and its gradient, for the wasm backend. tfjs-backend-wasm 4.22 has no `unsortedSegmentSum`, and
 * its `gather` takes ten times as long as copying does.
 */
export function registerRows(): void {
  if (registered) return;
  registered = true;
  registerGather();
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc({ inputs, attrs, backend }) {
      const { x, segmentIds } = inputs as Record<string, tf.TensorInfo>;
      const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
      if (!isTable(x!) || segmentIds!.dtype !== 'int32') {
        throw new Error(
          'unsortedSegmentSum on wasm wants float32 values of two dimensions and int32 segments; ' +
            `got ${x!.dtype} of ${x!.shape.length} and ${segmentIds!.dtype}`,
        );
      }
      const heap = backend as WasmBackend;
      const [, columns] = x!.shape as [number, number];
      return withOutputs(heap, output => {
        const sums = output([numSegments, columns]);
        // Not before: what was just allocated may have moved the heap.
        addRows(valuesOf(heap, x!), integersOf(heap, segmentIds!), columns, valuesOf(heap, sums));
        return sums;
      });
    },
  });
}

/** Takes over `gather` of whole rows; the wasm backend's kernel does the rest. */
function registerGather(): void {
  const { kernelFunc: otherwise } = tf.getKernel(tf.GatherV2, 'wasm');
  tf.unregisterKernel(tf.GatherV2, 'wasm');
  tf.registerKernel({
    kernelName: tf.GatherV2,
    backendName: 'wasm',
    kernelFunc(call) {
      const { x, indices } = call.inputs as Record<string, tf.TensorInfo>;
      const { axis, batchDims } = call.attrs as unknown as tf.GatherV2Attrs;
      const isPlain = isTable(x!) && indices!.dtype === 'int32' && indices!.shape.length === 1;
      if (!isPlain || axis !== 0 || batchDims !== 0) return otherwise(call);
      const heap = call.backend as WasmBackend;
      const [rows, columns] = x!.shape as [number, number];
      return withOutputs(heap, output => {
        const taken = output([indices!.shape[0]!, columns]);
        takeRows(valuesOf(heap, x!), rows, integersOf(heap, indices!), columns, valuesOf(heap, taken));
        return taken;
      });
    },
  });
}

/** @throws RangeError for a row that there is none of */
function takeRows(
  table: Float32Array,
  rows: number,
  indices: Int32Array,
  columns: number,
  taken: Float32Array,
): void {
  for (let i = 0, to = 0; i < indices.length; i++) {
    const row = indices[i]!;
    if (row < 0 || row >= rows) throw outside('rows', row, rows);
    for (let from = row * columns, end = from + columns; from < end; from++, to++) taken[to] = table[from]!;
  }
}

/** Adds each row to its segment's, one after the other; numbers below 0 belong to none. @throws RangeError */
function addRows(values: Float32Array, segments: Int32Array, columns: number, sums: Float32Array): void {
  const count = sums.length / columns;
  sums.fill(0);
  for (let row = 0, from = 0; row < segments.length; row++) {
    const segment = segments[row]!;
    if (segment >= count) throw outside('segments', segment, count);
    if (segment < 0) {
      from += columns;
      continue;
    }
    for (let to = segment * columns, end = to + columns; to < end; to++, from++) sums[to]! += values[from]!;
  }
}

function outside(what: string, received: number, count: number): RangeError {
  return new RangeError(`${what} are numbered from 0 to ${count - 1}; got ${received}`);
}

function isTable({ dtype, shape }: tf.TensorInfo): boolean {
  return dtype === 'float32' && shape.length === 2;
}

function integersOf(heap: WasmBackend, tensor: tf.TensorInfo): Int32Array {
  return new Int32Array(
    heap.wasm.HEAPU8.buffer,
    addressOf(heap, tensor),
    tf.util.sizeFromShape(tensor.shape),
  );
}
