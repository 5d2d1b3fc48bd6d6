import * as tf from '@tensorflow/tfjs';

/** The empty tuple lets TypeScript see a list as a tuple, each tensor with its rank. */
type Tensors = readonly tf.Tensor[] | readonly [];

/** One for each input, in their order. */
type GradientsOf<I extends Tensors> = { readonly [K in keyof I]: tf.Tensor };

/** What an operation computes, and what its gradient will need of that. */
export interface Forward<O extends tf.Tensor, S extends Tensors> {
  readonly value: O;
  readonly saved: S;
}

/**
 * An operation whose gradient is its own, not made of those of its parts. What `forward` allocates besides its value is
 * freed, unless it is saved or kept.
 *
 * @param backward from ∂loss/∂value and what was saved to the gradients of the inputs
 */
export function withOwnGradient<I extends Tensors, O extends tf.Tensor, S extends Tensors>(
  inputs: I,
  forward: (...inputs: I) => Forward<O, S>,
  backward: (dy: O, ...saved: S) => GradientsOf<I>,
): O {
  const operation = tf.customGrad((...args) => {
    // One list, whose types do not tell the tensors from the function behind them.
    const save = args.pop() as tf.GradSaveFunc;
    const { value, saved } = forward(...(args as unknown as I));
    save([...saved]);
    return {
      value,
      // tfjs keeps whatever a custom gradient allocates until the whole backward pass ends: tidy at once.
      gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) =>
        tf.tidy(() => [...backward(dy as O, ...(kept as unknown as S))]),
    };
  });
  return operation(...inputs) as O;
}
