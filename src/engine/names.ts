/** Engines that can be asked for; `cpu` is the pure-JavaScript reference, far too slow to train with. */
export const engineNames = ['tensorflow', 'wasm', 'cpu'] as const;
export type EngineName = (typeof engineNames)[number];
export type EngineChoice = EngineName | 'auto';
