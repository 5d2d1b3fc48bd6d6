/** Engines that can be asked for; `cpu` is the pure-JavaScript reference, far too slow to train with. */
export const engineNames = ['tensorflow', 'native', 'wasm', 'cpu'] as const;
export type EngineName = (typeof engineNames)[number];
export type EngineChoice = EngineName | 'auto';

/** The ways to compute, fastest first. `tensorflow` is two: on the processor it comes behind `native`. */
export const candidates = ['tensorflow-gpu', 'native', 'tensorflow-cpu', 'wasm', 'cpu'] as const;
export type Candidate = (typeof candidates)[number];

/** What `auto` tries, in this order. */
export const automatic: readonly Candidate[] = ['tensorflow-gpu', 'native', 'tensorflow-cpu', 'wasm'];

/** Whether an engine (or the tfjs backend of that name) keeps its tensors in the wasm heap, with its limits. */
export function usesWasmHeap(engine: string): engine is 'wasm' | 'native' {
  return engine === 'wasm' || engine === 'native';
}
