import * as tf from '@tensorflow/tfjs';
import type { Batch } from '../../data/index.ts';
import { withOwnGradient } from '../../engine/custom-gradient.ts';
import { BLOCK_IMAGES } from '../../model/batch-sizes.ts';
import type { Passable } from '../../model/network.ts';
import { lossAndGradients } from '../../model/training-pass.ts';
import { l2Norm, rootMeanSquare } from '../../ops/norm.ts';
import { type Boundary, residualEquations } from './residual-equations.ts';

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
  /** ‖F_k‖ / ‖x_(k−1)‖; null for the stem, and like all below where the divisor is 0. */
  readonly residualRatio: number | null;
  /** How far x_k + Σ F is from x_L, relative to it (He et al. 2016, eq. 4). */
  readonly forwardError: number | null;
  /** How far the sum over shortcut and branches is from ∂loss/∂x_k, relative to it (eq. 5). */
  readonly backwardError: number | null;
  /** Both terms of eq. 5 as projections on ∂loss/∂x_k, relative to it: 1 together where it holds. */
  readonly shortcutShare: number | null;
  readonly branchShare: number | null;
}

/**
 * Looks into the blocks on one batch, or the first images of a large one, in training mode, and changes nothing in the
 * network. For residual networks both equations of He et al. 2016, section 2, are put together and compared with what
 * went through; see `residualEquations`.
 */
export async function blockSignals(network: Passable, batch: Batch): Promise<BlockSignal[]> {
  const few = firstImages(batch);
  const boundaries = boundariesOf(network, few);
  tf.dispose([few.inputs, few.labels]);
  const sizes = boundaries.map(({ x }) => x.size);
  const norms = boundaries.map(({ x, gradient }) => ({
    outputRms: rootMeanSquare(x),
    gradientNorm: l2Norm(gradient),
  }));
  const isResidual = network.blocks.some(({ shortcut }) => shortcut);
  const equations = isResidual ? residualEquations(network.blocks, boundaries) : null;
  tf.dispose(boundaries.flatMap(({ x, gradient }) => [x, gradient]));
  const [measured, terms] = [await read(norms), equations && (await read(equations))];
  const outputNorms = measured.map(({ outputRms }, k) => outputRms * Math.sqrt(sizes[k]!));
  return measured.map(({ outputRms, gradientNorm }, k) => {
    const term = terms?.[k];
    const relative = (value: number | undefined, to: number) =>
      value === undefined ? null : ratio(value, to);
    return {
      index: k,
      name: k === 0 ? 'stem' : network.blocks[k - 1]!.name,
      outputRms,
      gradientNorm,
      residualRatio: k === 0 ? null : relative(term?.residual, outputNorms[k - 1]!),
      forwardError: relative(term?.forwardGap, outputNorms.at(-1)!),
      backwardError: relative(term?.backwardGap, gradientNorm),
      shortcutShare: relative(term?.throughShortcuts, gradientNorm),
      branchShare: relative(term?.throughBranches, gradientNorm),
    };
  });
}

/** A copy, which the caller disposes. */
function firstImages({ inputs, labels }: Batch): Batch {
  const count = Math.min(inputs.shape[0], BLOCK_IMAGES);
  return { inputs: tf.slice(inputs, 0, count), labels: tf.slice(labels, 0, count) };
}

/** `null` where there is nothing to compare with. Not on the device, where a ratio of small numbers may not fit. */
function ratio(value: number, to: number): number | null {
  return to === 0 ? null : value / to;
}

/** The values of records of scalars, in one reading from the device; disposes the scalars. */
async function read<Name extends string>(
  records: readonly Readonly<Record<Name, tf.Scalar>>[],
): Promise<Record<Name, number>[]> {
  const names = Object.keys(records[0]!) as Name[];
  const scalars = records.flatMap(record => names.map(name => record[name]));
  const stacked = tf.stack(scalars);
  tf.dispose(scalars);
  const values = await stacked.data();
  stacked.dispose();
  return records.map(
    (_, k) =>
      Object.fromEntries(names.map((name, i) => [name, values[k * names.length + i]!])) as Record<
        Name,
        number
      >,
  );
}

/** One pass forward and back; the caller disposes what is returned. */
function boundariesOf(network: Passable, batch: Batch): Boundary[] {
  const xs: tf.Tensor4D[] = [];
  const gradients: tf.Tensor4D[] = [];
  const pass = lossAndGradients(network, batch, {
    pass: {
      boundary(maps, index) {
        xs[index] = tf.keep(maps.clone());
        return observeGradient(maps, gradient => {
          gradients[index] = tf.keep(gradient.clone());
        });
      },
    },
  });
  pass.dispose();
  return xs.map((x, k) => ({ x, gradient: gradients[k]! }));
}

/** x as it is; on the way back, shows the gradient. */
function observeGradient(x: tf.Tensor4D, show: (gradient: tf.Tensor4D) => void): tf.Tensor4D {
  return withOwnGradient(
    [x],
    maps => ({ value: maps.clone(), saved: [] }),
    gradient => {
      show(gradient);
      return [gradient];
    },
  );
}
