import * as tf from '@tensorflow/tfjs';
import type { Network } from '../model/network.ts';
import type { Optimizer } from '../optimizers/create.ts';
import type { EpochErrors } from '../regularizers/regularizer.ts';

/** All that a run needs to go on after a complete epoch, on the host. Random streams restart by epoch. */
export interface Snapshot {
  /** Complete epochs and steps so far. */
  readonly epoch: number;
  readonly step: number;
  /** Of the optimizer whose state this is. */
  readonly optimizer: string;
  /** Weights, moving statistics and the optimizer's state, by group and name. */
  readonly tensors: readonly NamedArray[];
  /** Of all epochs so far, for regularizers that look back. */
  readonly history: readonly EpochErrors[];
  /** Weights and moving statistics that a regularizer asked to return to in the end. */
  readonly remembered: Remembered | null;
}

export interface Remembered {
  readonly epoch: number;
  readonly tensors: readonly NamedArray[];
}

export interface NamedArray {
  /** `weight:stem/conv/kernel`, `statistic:stem/bn/mean`, `optimizer:velocity/stem/conv/kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export async function takeSnapshot(
  network: Network,
  optimizer: Optimizer,
  rest: Omit<Snapshot, 'optimizer' | 'tensors'>,
): Promise<Snapshot> {
  return { ...rest, optimizer: optimizer.name, tensors: await valuesOf(allVariables(network, optimizer)) };
}

/** @throws Error when the snapshot is of another optimizer, or does not have exactly the network's and its values. */
export function restoreSnapshot(network: Network, optimizer: Optimizer, snapshot: Snapshot): void {
  if (snapshot.optimizer !== optimizer.name) {
    throw new Error(
      `snapshot has the state of the optimizer ${snapshot.optimizer}, not of ${optimizer.name}`,
    );
  }
  assignValues(allVariables(network, optimizer), snapshot.tensors);
}

/** What decides a network's answers, to be given back by `restoreNetwork`. */
export async function rememberNetwork(network: Network, epoch: number): Promise<Remembered> {
  return { epoch, tensors: await valuesOf(networkVariables(network)) };
}

/** @throws Error when what was remembered does not have exactly the network's values. */
export function restoreNetwork(network: Network, { tensors }: Remembered): void {
  assignValues(networkVariables(network), tensors);
}

async function valuesOf(variables: ReadonlyMap<string, tf.Variable>): Promise<NamedArray[]> {
  return Promise.all(
    [...variables].map(async ([name, variable]) => ({
      name,
      shape: variable.shape,
      values: Float32Array.from(await variable.data()),
    })),
  );
}

function assignValues(variables: ReadonlyMap<string, tf.Variable>, tensors: readonly NamedArray[]): void {
  const stored = new Map(tensors.map(tensor => [tensor.name, tensor]));
  for (const [name, variable] of variables) {
    const tensor = stored.get(name);
    if (!tensor || String(tensor.shape) !== String(variable.shape)) {
      throw new Error(
        `snapshot has ${tensor ? `[${tensor.shape}]` : 'nothing'} for ${name} [${variable.shape}]`,
      );
    }
    tf.tidy(() => variable.assign(tf.tensor(tensor.values, variable.shape)));
  }
  if (stored.size !== variables.size) {
    throw new Error(`snapshot has ${stored.size} values, not ${variables.size}`);
  }
}

type Groups = readonly (readonly [group: string, values: ReadonlyMap<string, tf.Variable>])[];

function networkVariables({ parameters: { trainable, statistics } }: Network): Map<string, tf.Variable> {
  return byGroup([
    ['weight', trainable],
    ['statistic', statistics],
  ]);
}

function allVariables(network: Network, { state }: Optimizer): Map<string, tf.Variable> {
  return new Map([...networkVariables(network), ...byGroup([['optimizer', state]])]);
}

function byGroup(groups: Groups): Map<string, tf.Variable> {
  return new Map(
    groups.flatMap(([group, values]) => [...values].map(([name, v]) => [`${group}:${name}`, v] as const)),
  );
}
