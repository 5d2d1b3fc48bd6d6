import { type DataId, type TensorInfo, util } from '@tensorflow/tfjs';

/** What kernels use of tfjs-backend-wasm's backend object. */
export interface WasmBackend {
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    /** Exports of the emscripten module; among them the memory that all tensors live in. */
    readonly asm: { readonly memory: unknown };
  };
  readonly dataIdMap: { get(dataId: DataId): { readonly memoryOffset: number } };
  /** Allocates a tensor; its values are whatever was there. */
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
  incRef(dataId: DataId): void;
  disposeData(dataId: DataId, force: boolean): boolean;
}

/** Allocates float32 values of a shape; they are whatever was there. */
export type MakeOutput = (shape: readonly number[]) => TensorInfo;

/**
 * Lets a kernel allocate what it puts out, and frees that if it throws: TensorFlow.js knows of a tensor only what a
 * kernel returns.
 */
export function withOutputs<T>(backend: WasmBackend, kernel: (output: MakeOutput) => T): T {
  const made: TensorInfo[] = [];
  try {
    return kernel(shape => {
      const output = backend.makeOutput(shape as number[], 'float32');
      made.push(output);
      return output;
    });
  } catch (error) {
    for (const { dataId } of made) backend.disposeData(dataId, true);
    throw error;
  }
}

/** Address of a tensor's first value in the heap, in bytes. */
export function addressOf(backend: WasmBackend, { dataId }: TensorInfo): number {
  return backend.dataIdMap.get(dataId).memoryOffset;
}

/** A tensor's values where they lie. The next allocation may move the heap: not to be kept. */
export function valuesOf(backend: WasmBackend, tensor: TensorInfo): Float32Array {
  const { buffer } = backend.wasm.HEAPU8;
  return new Float32Array(buffer, addressOf(backend, tensor), util.sizeFromShape(tensor.shape));
}
