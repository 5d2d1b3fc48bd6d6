import * as tf from '@tensorflow/tfjs';
import type { Block } from '../../model/blocks.ts';
import type { Layer, Pass } from '../../model/layers.ts';
import { l2Norm, sumOf } from '../../ops/norm.ts';
import { mapsOf } from '../../ops/tensor-maps.ts';

/** What is between two blocks; number k is behind block k, number 0 behind the stem. */
export interface Boundary {
  /** `[batch, rows, columns, channels]`. */
  readonly x: tf.Tensor4D;
  /** ∂loss/∂x, of the same shape. */
  readonly gradient: tf.Tensor4D;
}

/** What one boundary tells about both equations, as scalars on the device. */
export interface EquationNorms {
  /** ‖F_k(x_(k−1))‖ of the block before; 0 for the stem. */
  readonly residual: tf.Scalar;
  /** ‖x_k + Σ F − x_L‖. */
  readonly forwardGap: tf.Scalar;
  /** ‖∂loss/∂x_L + ∂(Σ F)/∂x_k · ∂loss/∂x_L − ∂loss/∂x_k‖. */
  readonly backwardGap: tf.Scalar;
  /** Lengths of the projections of these two sums' parts on ∂loss/∂x_k. */
  readonly throughShortcuts: tf.Scalar;
  readonly throughBranches: tf.Scalar;
}

/**
 * Puts both equations of He et al. 2016, section 2, together at every boundary, and compares them with what went
 * through the whole network:
 *
 *     x_L = x_k + Σ F_i(x_(i−1))                                                        (eq. 4)
 *     ∂loss/∂x_k = ∂loss/∂x_L + (∂/∂x_k Σ F_i(x_(i−1)))ᵀ · ∂loss/∂x_L                   (eq. 5)
 *
 * with sums over the blocks i = k+1 … L. From the network come x_k and ∂loss/∂x_L alone. Each F is computed by its
 * branch on its own, from what arrived there; the sums are made before anything is added to them; and the derivative of
 * the second sum is that of the sum, taken through all blocks as they are, f included. Where h is not the identity it is
 * applied on the way (sections 3 and 3.1), so that both can be asked of every network. They hold where f is the identity.
 *
 * x is a whole batch: in training mode batch normalisation makes every image depend on the others.
 */
export function residualEquations(
  blocks: readonly Block[],
  boundaries: readonly Boundary[],
): EquationNorms[] {
  return tidied(() => {
    const last = boundaries.at(-1)!;
    let behind: Behind = {
      steps: [],
      throughShortcuts: last.gradient,
      throughBranches: tf.zerosLike(last.gradient),
    };
    const all: EquationNorms[] = [];
    for (let k = blocks.length; k >= 0; k--) {
      const { norms, next } = tidied(() => {
        const { residual, ...next } =
          k === 0 ? { ...behind, residual: null } : stepBack(blocks[k - 1]!, boundaries[k - 1]!.x, behind);
        const ofResidual = residual ? l2Norm(residual) : tf.scalar(0);
        return { norms: { residual: ofResidual, ...comparison(boundaries[k]!, behind, last.x) }, next };
      });
      all.unshift(norms);
      behind = next;
    }
    return all;
  });
}

/** `tf.tidy` for whatever holds tensors. */
function tidied<Holder>(make: () => Holder): Holder {
  // It looks for tensors at any depth; its type knows plain objects only.
  return tf.tidy(make as unknown as () => tf.TensorContainer) as unknown as Holder;
}

/** Everything between a boundary and the last one. */
interface Behind {
  /** The way forward. */
  readonly steps: readonly Step[];
  /** ∂loss/∂x_L as it comes back through shortcuts alone. */
  readonly throughShortcuts: tf.Tensor4D;
  /** (∂/∂x Σ F)ᵀ · ∂loss/∂x_L: all that branches have a part in. */
  readonly throughBranches: tf.Tensor4D;
}

/** h, then something added: one block, or several in a row whose h is the identity and whose F were summed up. */
interface Step {
  readonly shortcut: ((maps: tf.Tensor4D) => tf.Tensor4D) | null;
  readonly added: tf.Tensor4D;
}

/** From what is behind a block to what is behind its input, x; and F(x). */
function stepBack(
  { branch, shortcut, apply }: Block,
  x: tf.Tensor4D,
  behind: Behind,
): Behind & { readonly residual: tf.Tensor4D } {
  const { steps, throughShortcuts, throughBranches } = behind;
  const passed = alone(shortcut!);
  const isIdentity = passed(x) === x;
  const { value, grad } = tf.valueAndGrad(alone(branch))(x, throughShortcuts);
  const residual = value as tf.Tensor4D;
  // What branches behind have done to the gradient comes back through the whole block.
  const carried = tf.grad(alone(apply))(x, throughBranches);
  const [first, ...rest] = steps;
  const next: Behind = {
    steps:
      isIdentity && first && !first.shortcut
        ? [{ shortcut: null, added: tf.add(residual, first.added) }, ...rest]
        : [{ shortcut: isIdentity ? null : passed, added: residual }, ...steps],
    // The gradient of what does nothing is refused by TensorFlow.js.
    throughShortcuts: isIdentity
      ? throughShortcuts
      : (tf.grad(passed as (maps: tf.Tensor) => tf.Tensor)(x, throughShortcuts) as tf.Tensor4D),
    throughBranches: tf.add(grad, carried) as tf.Tensor4D,
  };
  return { ...next, residual };
}

/** A part of a block on its own, in training mode. */
function alone(layer: Layer): (maps: tf.Tensor) => tf.Tensor4D {
  return maps => {
    const pass: Pass = { training: true, batchStatistics: [] };
    const y = layer(mapsOf(maps as tf.Tensor4D), pass).toTensor();
    // They outlive what they come from, for whoever moves the moving ones.
    tf.dispose(pass.batchStatistics.flatMap(({ mean, variance }) => [mean, variance]));
    return y;
  };
}

/** Both sums at one boundary against what was there. */
function comparison({ x, gradient }: Boundary, behind: Behind, lastX: tf.Tensor4D) {
  const { steps, throughShortcuts, throughBranches } = behind;
  return {
    forwardGap: l2Norm(tf.sub(walk(x, steps), lastX)),
    backwardGap: l2Norm(tf.sub(tf.add(throughShortcuts, throughBranches), gradient)),
    throughShortcuts: projection(throughShortcuts, gradient),
    throughBranches: projection(throughBranches, gradient),
  };
}

function walk(x: tf.Tensor4D, steps: readonly Step[]): tf.Tensor4D {
  return steps.reduce((maps, { shortcut, added }) => tf.add(shortcut?.(maps) ?? maps, added), x);
}

/** Length of the projection of `part` on `whole`, negative against its direction; 0 where there is none. */
function projection(part: tf.Tensor4D, whole: tf.Tensor4D): tf.Scalar {
  const direction = tf.divNoNan(whole, l2Norm(whole)) as tf.Tensor4D;
  return sumOf(tf.mul(part, direction));
}
