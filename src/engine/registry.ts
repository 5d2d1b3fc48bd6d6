import type { EngineDescriptor } from './descriptor.ts';
import { cpu } from './engines/cpu.ts';
import { native } from './engines/native.ts';
import { tensorflowCpu } from './engines/tensorflow-cpu.ts';
import { tensorflowGpu } from './engines/tensorflow-gpu.ts';
import { wasm } from './engines/wasm.ts';

/** All ways to compute, in the order in which `--engine auto` tries them. */
const all = [tensorflowGpu, native, tensorflowCpu, wasm, cpu] as const satisfies readonly EngineDescriptor[];

export type EngineId = (typeof all)[number]['id'];
export type EngineName = (typeof all)[number]['name'];
export type EngineChoice = EngineName | 'auto';

export interface KnownEngine extends EngineDescriptor {
  readonly id: EngineId;
  readonly name: EngineName;
}

export const engines: readonly KnownEngine[] = all;

/** What `--engine` may name, besides `auto`. */
export const engineNames: readonly EngineName[] = [...new Set(all.map(({ name }) => name))];

/** @throws Error for what is not the `id` of an engine */
export function engineById(id: string): KnownEngine {
  const found = engines.find(engine => engine.id === id);
  if (!found)
    throw new Error(`there is no engine "${id}"; engines: ${engines.map(one => one.id).join(', ')}`);
  return found;
}

/** The descriptor of an engine that was opened. @throws Error where there is none */
export function descriptorOf({ name, device }: { name: string; device: string }): KnownEngine {
  const found = engines.find(engine => engine.name === name && engine.device === device);
  if (!found) throw new Error(`there is no engine "${name}" on the device "${device}"`);
  return found;
}
