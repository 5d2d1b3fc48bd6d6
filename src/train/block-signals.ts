import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../data/index.ts';
import type { Block } from '../model/blocks.ts';
import type { Layer, Pass } from '../model/layers.ts';
import type { Network } from '../model/network.ts';
import { toTensor } from '../ops/feature-maps.ts';
import { l2Norm, rootMeanSquare } from '../ops/norm.ts';
import { lossAndGradients } from './step.ts';

/**
 * What goes through one block and comes back, where x_k is what block k puts out and x_L the output of the last one.
 * The columns of `blocks.csv`; `null` for plain networks: whatever needs a shortcut.
 */
export interface BlockSignal {
  /** 0 is the stem. */
  readonly index: number;
  readonly name: string;
  /** Root mean square of x_k. */
  readonly outputRms: number;
  /** L2 norm of ∂loss/∂x_k. */
  readonly gradientNorm: number;
  /** ‖F_k‖ / ‖x_(k−1)‖; null for the stem. */
  readonly residualRatio: number | null;
  /** How far x_k + Σ F is from x_L, relative to it (He et al. 2016, eq. 4). */
  readonly forwardError: number | null;
  /** How far the sum over shortcut and branches is from ∂loss/∂x_k, relative to it (eq. 5). */
  readonly backwardError: number | null;
  /** Parts of ∂loss/∂x_k, as projections on it: 1 together where eq. 5 holds. */
  readonly shortcutShare: number | null;
  readonly branchShare: number | null;
  /** Test error of a linear classifier on the pooled x_k, in percent; see `linearClassifierErrors`. */
  readonly linearErrorPct?: number | null;
}

/** What is between the blocks, from the stem's output to the last block's. */
interface Boundary {
  /** `[batch, rows, columns, channels]`. */
  readonly x: tf.Tensor4D;
  /** ∂loss/∂x, of the same shape. */
  readonly gradient: tf.Tensor4D;
}

/**
 * Looks into the blocks on one batch, in training mode, and changes nothing in the network.
 *
 * For residual networks both equations of He et al. 2016, section 2, are put together from independent parts: each
 * block's branch and shortcut alone, forward and backward, against what went through the whole network. h is applied
 * where it is not the identity, so that the equations can be asked of every network; they hold where f is the identity.
 */
export async function blockSignals(network: Network, batch: Batch): Promise<BlockSignal[]> {
  const boundaries = boundariesOf(network, batch);
  const signals = boundaries.map(({ x, gradient }) => ({
    outputRms: rootMeanSquare(x),
    gradientNorm: tf.tidy(() => tf.mul(rootMeanSquare(gradient), Math.sqrt(gradient.size))),
  }));
  const equations = network.blocks.some(({ shortcut }) => shortcut)
    ? residualEquations(network, boundaries)
    : null;
  const tensors = signals.flatMap((signal, k) => [
    signal.outputRms,
    signal.gradientNorm,
    ...(equations ? equations[k]! : []),
  ]);
  const stacked = tf.stack(tensors);
  tf.dispose([...tensors, ...boundaries.flatMap(({ x, gradient }) => [x, gradient])]);
  const values = await stacked.data();
  stacked.dispose();
  const width = tensors.length / signals.length;
  return signals.map((_, k) => {
    const [outputRms, gradientNorm, ...rest] = values.slice(k * width, (k + 1) * width);
    const [
      ratio = null,
      forwardError = null,
      backwardError = null,
      shortcutShare = null,
      branchShare = null,
    ] = rest;
    return {
      index: k,
      name: k === 0 ? 'stem' : network.blocks[k - 1]!.name,
      outputRms: outputRms!,
      gradientNorm: gradientNorm!,
      residualRatio: k === 0 ? null : ratio,
      forwardError,
      backwardError,
      shortcutShare,
      branchShare,
    };
  });
}

/** One pass forward and back; the caller disposes what is returned. */
function boundariesOf(network: Network, batch: Batch): Boundary[] {
  const xs: tf.Tensor4D[] = [];
  const gradients: tf.Tensor4D[] = [];
  const pass = lossAndGradients(network, batch, {
    batch: unchanged => unchanged,
    pass: {
      boundary(maps, index) {
        xs[index] = tf.keep(maps.clone());
        return observeGradient(maps, gradient => {
          gradients[index] = tf.keep(gradient.clone());
        });
      },
    },
    gradients: unchanged => unchanged,
  });
  pass.dispose();
  return xs.map((x, k) => ({ x, gradient: gradients[k]! }));
}

/** x as it is; on the way back, shows the gradient. */
function observeGradient(x: tf.Tensor4D, show: (gradient: tf.Tensor4D) => void): tf.Tensor4D {
  const observed = tf.customGrad(input => ({
    value: (input as tf.Tensor).clone(),
    gradFunc(gradient: tf.Tensor) {
      show(gradient as tf.Tensor4D);
      return gradient;
    },
  }));
  return observed(x) as tf.Tensor4D;
}

/** For each boundary, as scalars: ‖F‖/‖x‖ of the block before it, both errors, both shares. The caller disposes them. */
function residualEquations({ blocks }: Network, boundaries: readonly Boundary[]): tf.Scalar[][] {
  return tf.tidy(() => {
    const parts = blocks.map((block, i) => partsOf(block, boundaries[i]!, boundaries[i + 1]!));
    const sums = forwardSums(boundaries, parts);
    const last = boundaries.at(-1)!;
    const backward = backwardSums(boundaries, parts);
    return boundaries.map(({ gradient }, k) => {
      const { total, throughShortcuts } = backward[k]!;
      const share = (part: tf.Tensor) => ratioOf(dot(part, gradient), dot(gradient, gradient));
      return [
        k === 0 ? tf.scalar(0) : ratioOf(l2Norm(parts[k - 1]!.residual), l2Norm(boundaries[k - 1]!.x)),
        relativeError(sums[k]!, last.x),
        relativeError(total, gradient),
        share(throughShortcuts),
        share(tf.sub(total, throughShortcuts)),
      ] as tf.Scalar[];
    });
  });
}

interface Parts {
  /** F(x). */
  readonly residual: tf.Tensor4D;
  /** (∂F/∂x)ᵀ · ∂loss/∂y. */
  readonly residualGradient: tf.Tensor4D;
  /** h of any maps. */
  readonly shortcut: (maps: tf.Tensor4D) => tf.Tensor4D;
  /** (∂h/∂x)ᵀ of any gradient, at the block's own x. */
  readonly shortcutBack: (gradient: tf.Tensor4D) => tf.Tensor4D;
}

/** Branch and shortcut of one block, each on its own. */
function partsOf({ branch, shortcut }: Block, { x }: Boundary, { gradient }: Boundary): Parts {
  const alone = (layer: Layer) => (maps: tf.Tensor) => {
    const pass: Pass = { training: true, batchStatistics: [] };
    const y = toTensor(layer(maps as tf.Tensor4D, pass));
    // They outlive what they come from, for whoever moves the moving ones.
    tf.dispose(pass.batchStatistics.flatMap(({ mean, variance }) => [mean, variance]));
    return y;
  };
  const through = alone(shortcut!);
  const { value, grad } = tf.valueAndGrad(alone(branch))(x, gradient);
  const isIdentity = through(x) === x;
  return {
    residual: value as tf.Tensor4D,
    residualGradient: grad as tf.Tensor4D,
    shortcut: maps => through(maps) as tf.Tensor4D,
    // The gradient of what does nothing is refused by TensorFlow.js.
    shortcutBack: dy => (isIdentity ? dy : (tf.grad(through)(x, dy) as tf.Tensor4D)),
  };
}

/** x_k + Σ F for every k, with the shortcuts applied on the way: He et al. 2016, eq. 4. */
function forwardSums(boundaries: readonly Boundary[], parts: readonly Parts[]): tf.Tensor4D[] {
  const sums = [boundaries[0]!.x];
  for (const [i, { residual, shortcut }] of parts.entries()) {
    for (const [k, sum] of sums.entries()) sums[k] = tf.add(shortcut(sum), residual);
    sums.push(boundaries[i + 1]!.x);
  }
  return sums;
}

/** ∂loss/∂x_L taken back to every k through shortcuts alone, and with what the branches add: eq. 5. */
function backwardSums(boundaries: readonly Boundary[], parts: readonly Parts[]) {
  const { gradient } = boundaries.at(-1)!;
  let sums = { total: gradient, throughShortcuts: gradient };
  const all = [sums];
  for (const { residualGradient, shortcutBack } of [...parts].reverse()) {
    sums = {
      total: tf.add(shortcutBack(sums.total), residualGradient),
      throughShortcuts: shortcutBack(sums.throughShortcuts),
    };
    all.unshift(sums);
  }
  return all;
}

function relativeError(x: tf.Tensor, reference: tf.Tensor): tf.Tensor {
  return ratioOf(l2Norm(tf.sub(x, reference)), l2Norm(reference));
}

function dot(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.sum(tf.mul(x, y));
}

/** 0 of nothing. */
function ratioOf(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.divNoNan(x, y);
}
