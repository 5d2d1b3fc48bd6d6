import * as tf from '@tensorflow/tfjs';

/** What the backend object of tfjs-node and tfjs-node-gpu offers besides kernels. */
export interface TensorflowBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string } & Readonly<Record<`TF_ATTR_${string}`, number>>;
  executeMultipleOutputs(
    name: string,
    attributes: readonly { name: string; type: number; value: unknown }[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

/** The current backend, which must be `tensorflow`. */
export function tensorflowBackend(): TensorflowBackend {
  return tf.backend() as unknown as TensorflowBackend;
}

/** Attributes of a TensorFlow operation, by TensorFlow's names: single numbers are floats, lists whole numbers. */
export type OpAttributes = Readonly<Record<string, number | boolean | string | readonly number[]>>;

const attributeTypes = {
  number: 'TF_ATTR_FLOAT',
  boolean: 'TF_ATTR_BOOL',
  string: 'TF_ATTR_STRING',
  object: 'TF_ATTR_INT',
} as const;

/**
 * Runs any of TensorFlow's own operations, with or without a counterpart in TensorFlow.js. Records no gradient.
 * The backend `tensorflow` must be current.
 *
 * @param outputs how many tensors the operation returns
 * @throws Error in TensorFlow's words when the name, an attribute or a shape is not one of the operation's
 */
export function runTensorflowOp(
  name: string,
  attributes: OpAttributes,
  inputs: readonly tf.TensorInfo[],
  outputs: number,
): tf.Tensor[] {
  const backend = tensorflowBackend();
  const typed = Object.entries(attributes).map(([attribute, value]) => ({
    name: attribute,
    type: backend.binding[attributeTypes[typeof value as keyof typeof attributeTypes]]!,
    value,
  }));
  return backend.executeMultipleOutputs(name, typed, inputs, outputs);
}
