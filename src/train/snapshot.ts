import * as tf from '@tensorflow/tfjs';
import type { Network } from '../model/network.ts';
import type { MomentumOptimizer } from './optimizer.ts';

/** All that a run needs to go on after a complete epoch, on the host. Random streams restart by epoch. */
export interface Snapshot {
  /** Complete epochs and steps so far. */
  readonly epoch: number;
  readonly step: number;
  /** Weights, moving statistics and velocities, by group and name. */
  readonly tensors: readonly NamedArray[];
}

export interface NamedArray {
  /** `weight:stem/conv/kernel`, `statistic:stem/bn/mean`, `velocity:stem/conv/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export async function takeSnapshot(
  network: Network,
  optimizer: MomentumOptimizer,
  position: { epoch: number; step: number },
): Promise<Snapshot> {
  const tensors = await Promise.all(
    [...variables(network, optimizer)].map(async ([name, variable]) => ({
      name,
      shape: variable.shape,
      values: Float32Array.from(await variable.data()),
    })),
  );
  return { ...position, tensors };
}

/** @throws Error when the snapshot does not have exactly the network's values. */
export function restoreSnapshot(network: Network, optimizer: MomentumOptimizer, snapshot: Snapshot): void {
  const stored = new Map(snapshot.tensors.map(tensor => [tensor.name, tensor]));
  const wanted = variables(network, optimizer);
  for (const [name, variable] of wanted) {
    const tensor = stored.get(name);
    if (!tensor || String(tensor.shape) !== String(variable.shape)) {
      throw new Error(
        `snapshot has ${tensor ? `[${tensor.shape}]` : 'nothing'} for ${name} [${variable.shape}]`,
      );
    }
    tf.tidy(() => variable.assign(tf.tensor(tensor.values, variable.shape)));
  }
  if (stored.size !== wanted.size) throw new Error(`snapshot has ${stored.size} values, not ${wanted.size}`);
}

function variables(network: Network, optimizer: MomentumOptimizer): Map<string, tf.Variable> {
  const { trainable, statistics } = network.parameters;
  const groups = [
    ['weight', trainable],
    ['statistic', statistics],
    ['velocity', optimizer.velocities],
  ] as const;
  return new Map(
    groups.flatMap(([group, values]) => [...values].map(([name, v]) => [`${group}:${name}`, v] as const)),
  );
}
