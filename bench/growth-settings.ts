import { availableParallelism } from 'node:os';
import type { BenchNetwork } from './networks.ts';

/** What trains, and on how much of the machine. */
export interface Setting {
  readonly network: BenchNetwork;
  /** Of each worker. */
  readonly threads: number;
  /** Processes that train at a time, each a network of its own. */
  readonly workers: number;
}

/** One thing that grows, while all others stay as they are. */
export interface Factor {
  readonly name: string;
  readonly settings: readonly { readonly value: number; readonly setting: Setting }[];
}

/** From which one factor at a time departs: the paper's smallest network. */
export const BASE: Setting = {
  network: { kind: 'residual', depth: 20, resolution: 32, width: 16, batch: 128 },
  threads: 1,
  workers: 1,
};

/** @param cores of the machine: no more threads or workers are tried */
export function growthFactors(cores = availableParallelism()): Factor[] {
  const { network } = BASE;
  const ofNetwork = (name: 'depth' | 'width' | 'resolution' | 'batch', values: readonly number[]) =>
    factor(name, values, value => ({ ...BASE, network: { ...network, [name]: value } }));
  const upToCores = Array.from({ length: cores }, (_, i) => i + 1).filter(n =>
    Number.isInteger(Math.log2(n)),
  );
  return [
    ofNetwork('depth', [8, 20, 32, 44, 56, 110]),
    ofNetwork('width', [4, 8, 16, 32, 64]),
    ofNetwork('resolution', [8, 16, 32]),
    ofNetwork('batch', [16, 32, 64, 128, 256]),
    factor('threads', upToCores, threads => ({ ...BASE, threads })),
    factor('workers', upToCores, workers => ({ ...BASE, workers })),
  ];
}

function factor(name: string, values: readonly number[], settingOf: (value: number) => Setting): Factor {
  return { name, settings: values.map(value => ({ value, setting: settingOf(value) })) };
}
