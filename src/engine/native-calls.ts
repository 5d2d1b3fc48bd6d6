import type { NativeAddon, NativeKernel } from './native-addon.ts';
import type { WasmBackend } from './wasm-heap.ts';

/** Calls the addon's kernels on one heap, keeping it told where that heap and the arguments are. */
export class NativeCalls {
  private readonly addon: NativeAddon;
  private readonly heap: { readonly HEAPU8: Uint8Array };
  private buffer: ArrayBufferLike | null = null;
  private integers = new Int32Array(256);
  private reals = new Float64Array(64);

  constructor(addon: NativeAddon, { wasm }: Pick<WasmBackend, 'wasm'>) {
    this.addon = addon;
    this.heap = wasm;
    addon.setArguments(this.integers.buffer, this.reals.buffer);
  }

  /**
   * Runs a kernel, which reads both lists in order.
   *
   * @param integers sizes, and tensors as offsets in bytes
   * @throws RangeError for a tensor that does not lie in the heap, and for a negative size
   */
  call(kernel: NativeKernel, integers: readonly number[], reals: readonly number[] = []): void {
    const { buffer } = this.heap.HEAPU8;
    if (buffer !== this.buffer) {
      this.addon.setHeap(buffer as ArrayBuffer);
      this.buffer = buffer;
    }
    this.reserve(integers.length, reals.length);
    for (let i = 0; i < integers.length; i++) this.integers[i] = integers[i]!;
    for (let i = 0; i < reals.length; i++) this.reals[i] = reals[i]!;
    this.addon[kernel]();
  }

  private reserve(integers: number, reals: number): void {
    if (integers <= this.integers.length && reals <= this.reals.length) return;
    this.integers = new Int32Array(Math.max(2 * integers, this.integers.length));
    this.reals = new Float64Array(Math.max(2 * reals, this.reals.length));
    this.addon.setArguments(this.integers.buffer, this.reals.buffer);
  }
}
