/** Engines that can be asked for; `cpu` is the pure-JavaScript reference, far too slow to train with. */
export const engineNames = ['tensorflow', 'native', 'wasm', 'cpu'] as const;
export type EngineName = (typeof engineNames)[number];
export type EngineChoice = EngineName | 'auto';

/** Whether an engine (or the tfjs backend of that name) keeps its tensors in the wasm heap, with its limits. */
export function usesWasmHeap(engine: string): boolean {
  return engine === 'wasm' || engine === 'native';
}
