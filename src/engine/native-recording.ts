import * as tf from '@tensorflow/tfjs';
import { type NativeKernel, signatures } from '../../native/signatures.ts';
import type { Recording, Replay } from './kernels.ts';
import type { CallRecorder, NativeCalls } from './native-calls.ts';
import { addressOf, type WasmBackend } from './wasm-heap.ts';

/** The addon's `replay` knows kernels by their place. */
const places = new Map(Object.keys(signatures).map((kernel, place) => [kernel, place]));

/** Where in a part's integers a tensor stands. */
interface Place {
  readonly position: number;
  readonly tensor: tf.TensorInfo;
}

interface Part {
  readonly given: tf.DataId;
  /** How many calls, then each with its kernel before its arguments. */
  readonly integers: number[];
  readonly reals: number[];
  readonly places: Place[];
}

/** What a call made: from when on it is needed, and up to when. */
interface Made {
  readonly tensor: tf.TensorInfo;
  first: number;
  last: number;
}

/**
 * Calls as arguments, in which tensors are known by name, not by address. So memory is given out anew when all is known: of
 * what is made and used up between the calls, tensors of one size share memory wherever their lives do not overlap.
 */
export class NativeRecording implements Recording, CallRecorder {
  private readonly backend: WasmBackend;
  private readonly calls: NativeCalls;
  private readonly parts: Part[] = [];
  private readonly allMade = new Map<tf.DataId, Made>();
  private readonly constants = new Map<tf.DataId, tf.Tensor>();
  /** Of the call that is being written. */
  private pending: Place[] = [];
  private time = 0;

  constructor(backend: WasmBackend, calls: NativeCalls) {
    this.backend = backend;
    this.calls = calls;
  }

  part<T>(given: tf.Tensor, calls: () => T): T {
    if (this.calls.recorder) throw new Error('native calls are being recorded already; end that first');
    this.parts.push({ given: given.dataId, integers: [0], reals: [], places: [] });
    this.calls.recorder = this;
    try {
      return calls();
    } finally {
      this.calls.recorder = null;
    }
  }

  constant(tensor: tf.Tensor): void {
    if (!this.constants.has(tensor.dataId)) this.constants.set(tensor.dataId, tf.keep(tf.clone(tensor)));
  }

  begin(): void {
    this.pending = [];
  }

  passed(position: number, tensor: tf.TensorInfo): void {
    this.pending.push({ position, tensor });
  }

  called(kernel: NativeKernel, integers: Int32Array, reals: Float64Array): void {
    const part = this.parts.at(-1)!;
    part.integers[0]!++;
    part.integers.push(places.get(kernel)!);
    for (const { position, tensor } of this.pending) {
      part.places.push({ position: part.integers.length + position, tensor });
      const made = this.allMade.get(tensor.dataId);
      if (made) made.last = this.time;
    }
    part.integers.push(...integers);
    part.reals.push(...reals);
    this.time++;
  }

  made(tensor: tf.TensorInfo): void {
    this.allMade.set(tensor.dataId, { tensor, first: this.time, last: this.time });
  }

  compile(results: readonly tf.Tensor[]): Replay | null {
    if (!this.isComplete(results)) {
      this.dispose();
      return null;
    }
    const memory = new Map<tf.DataId, tf.TensorInfo>();
    const own = results.map(({ dataId, shape }) => {
      const info = this.backend.makeOutput(shape, 'float32');
      memory.set(dataId, info);
      return tf.keep(tf.engine().makeTensorFromTensorInfo(info));
    });
    const shared = this.shareMemory(memory);
    const given: tf.Tensor[] = [];
    const parts = this.parts.map(part => this.link(part, memory, given));
    const { calls, constants } = this;
    return {
      results: own,
      run(index, tensor) {
        const { integers, reals, place } = parts[index]!;
        given[index] = tensor;
        place();
        calls.replay(integers, reals);
      },
      dispose: () => {
        tf.dispose([...own, ...constants.values()]);
        for (const { dataId } of shared) this.backend.disposeData(dataId, true);
      },
    };
  }

  dispose(): void {
    tf.dispose([...this.constants.values()]);
  }

  /** Whether all that the calls read, and all that is wanted of them, is known. */
  private isComplete(results: readonly tf.Tensor[]): boolean {
    const areMade = results.every(({ dataId }) => this.allMade.has(dataId));
    return (
      areMade &&
      this.parts.every(({ places }, index) =>
        places.every(
          ({ tensor }) =>
            tensor instanceof tf.Variable ||
            this.allMade.has(tensor.dataId) ||
            this.constants.has(tensor.dataId) ||
            this.isGiven(tensor, index),
        ),
      )
    );
  }

  /** Whether it was given to that part, or to one before it. */
  private isGiven({ dataId }: tf.TensorInfo, part: number): boolean {
    return this.parts.slice(0, part + 1).some(({ given }) => given === dataId);
  }

  /** Memory for what is not a result. @returns what was allocated */
  private shareMemory(memory: Map<tf.DataId, tf.TensorInfo>): tf.TensorInfo[] {
    const allocated: tf.TensorInfo[] = [];
    const idle = new Map<number, tf.TensorInfo[]>();
    const ending = new Map<number, tf.TensorInfo[]>();
    const inTurn = [...this.allMade.values()]
      .filter(({ tensor }) => !memory.has(tensor.dataId))
      .sort((a, b) => a.first - b.first);
    let now = 0;
    for (const { tensor, first, last } of inTurn) {
      for (; now < first; now++)
        for (const over of ending.get(now) ?? []) listOf(idle, sizeOf(over)).push(over);
      const again = listOf(idle, sizeOf(tensor)).pop();
      const place = again ?? this.backend.makeOutput(tensor.shape, 'float32');
      if (!again) allocated.push(place);
      memory.set(tensor.dataId, place);
      listOf(ending, last).push(place);
    }
    return allocated;
  }

  /**
   * A part with addresses in it. What may lie elsewhere in each replay, variables and what is given, `place` looks up.
   *
   * @param given to each part so far, of the replay
   */
  private link(
    { integers, reals, places }: Part,
    memory: ReadonlyMap<tf.DataId, tf.TensorInfo>,
    given: readonly tf.Tensor[],
  ) {
    const { backend, constants, parts } = this;
    const linked = Int32Array.from(integers);
    const ofGiven = parts.map((): number[] => []);
    const ofVariables = new Map<tf.TensorInfo, number[]>();
    for (const { position, tensor } of places) {
      const fixed = memory.get(tensor.dataId) ?? constants.get(tensor.dataId);
      if (fixed) linked[position] = addressOf(backend, fixed);
      else if (tensor instanceof tf.Variable) listOf(ofVariables, tensor).push(position);
      else ofGiven[parts.findIndex(part => part.given === tensor.dataId)]!.push(position);
    }
    const set = (tensor: tf.TensorInfo, positions: readonly number[]) => {
      const address = addressOf(backend, tensor);
      for (const position of positions) linked[position] = address;
    };
    return {
      integers: linked,
      reals: Float64Array.from(reals),
      place() {
        for (const [variable, positions] of ofVariables) set(variable, positions);
        for (const [part, positions] of ofGiven.entries())
          if (positions.length > 0) set(given[part]!, positions);
      },
    };
  }
}

function sizeOf({ shape }: tf.TensorInfo): number {
  return tf.util.sizeFromShape(shape);
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
