import * as tf from '@tensorflow/tfjs';
import {
  fusedAveragePixels,
  fusedConvolution,
  fusedConvolutionGradients,
  fusedNormalise,
  fusedNormaliseGradients,
  fusedSpreadPixels,
  type Normalisation,
  type NormalisationSums,
} from '../engine/fused-kernels.ts';

/**
 * Feature maps on an engine with fused kernels, `[b, h, w, c]`: a tensor, with the batch normalisation that whoever
 * reads it applies on the way; the normalised values are never written to memory. Their gradient comes back in the
 * same fashion, with respect to what came out of the normalisation.
 */
export class FusedMaps {
  readonly tensor: tf.Tensor4D;
  readonly norm: Normalisation | null;
  /** Null where no gradient will be asked for. */
  readonly tape: Tape | null;
  /** Of the images, which nobody trains, none is computed. */
  readonly wantsGradient: boolean;
  /** Set in the backward pass by those that read the maps. */
  gradient: Shared | null = null;
  sums: NormalisationSums | null = null;

  constructor(tensor: tf.Tensor4D, norm: Normalisation | null, tape: Tape | null, wantsGradient = true) {
    // What the backward pass reads outlives the forward pass.
    this.tensor = tape && wantsGradient ? tf.keep(tensor) : tensor;
    this.norm = norm;
    this.tape = tape;
    this.wantsGradient = wantsGradient;
  }

  /** The maps' gradient, and what has yet to be done to it. */
  private takeGradient() {
    const { tensor, norm, gradient, sums } = this;
    if (!gradient) throw new Error('feature maps that nobody has read have no gradient');
    return { dy: gradient, incomplete: norm && { tensor, norm, sums: sums! } };
  }

  private receive(gradient: Shared, sums: NormalisationSums | null): void {
    if (this.norm) {
      if (this.gradient) throw new Error('feature maps that are normalised on the way can be read once');
      this.tape!.set(this.norm.scale, sums!.scale);
      this.tape!.set(this.norm.offset, sums!.offset);
      this.sums = sums;
    }
    this.gradient = gradient;
  }

  /**
   * Convolution, and what is to be applied to its response.
   *
   * @param normOf gets the response's statistics, in training mode, and over how many values of a channel they are
   * @param filter `[rows, columns, in, out]` with odd sides; trained where the tape has it
   */
  convolve(
    filter: tf.Tensor4D,
    stride: number,
    withStatistics: boolean,
    normOf: (
      statistics: { mean: tf.Tensor1D; variance: tf.Tensor1D } | null,
      count: number,
    ) => Normalisation | null,
  ): FusedMaps {
    const { y, statistics } = fusedConvolution(this.tensor, this.norm, filter, stride, withStatistics);
    const maps = new FusedMaps(y, normOf(statistics, y.size / y.shape[3]), this.tape);
    this.tape?.record(() => {
      const { dy, incomplete } = maps.takeGradient();
      const wanted = { filter: this.tape!.trains(filter), input: this.wantsGradient };
      // Of normalised maps this is the only reader; a block's input has been read by the shortcut, too.
      const other = this.gradient;
      const gradients = fusedConvolutionGradients(
        dy.tensor,
        incomplete,
        this.tensor,
        this.norm,
        filter,
        stride,
        wanted,
        other?.tensor ?? null,
      );
      if (gradients.filter) this.tape!.set(filter, gradients.filter);
      if (gradients.input) this.receive(new Shared(gradients.input), gradients.sums);
      // At once: the next gradients will find this memory in the cache.
      maps.tensor.dispose();
      dy.release();
      other?.release();
    });
    return maps;
  }

  /** The values, normalised; with a shortcut, its values are added, and ReLU follows (He et al. 2015, eq. 1). */
  normalised(shortcut: FusedMaps | null): FusedMaps {
    if (!this.norm) throw new Error('maps that are a tensor already have nothing to be normalised by');
    const norm = shortcut ? { ...this.norm, relu: true } : this.norm;
    const y = fusedNormalise(this.tensor, norm, shortcut?.tensor ?? null);
    const maps = new FusedMaps(y, null, this.tape);
    this.tape?.record(() => {
      const { dy } = maps.takeGradient();
      const { before, sums } = fusedNormaliseGradients(dy.tensor, this.tensor, norm, maps.tensor);
      const gradient = new Shared(before, shortcut ? 2 : 1);
      this.receive(gradient, sums);
      shortcut?.receive(gradient, null);
      maps.tensor.dispose();
      dy.release();
    });
    return maps;
  }

  /** The largest value of every window. */
  maxPool(windows: Pooling): FusedMaps {
    const y = tf.maxPool(this.tensor, windows.filterSize, windows.strides, windows.pad);
    const maps = new FusedMaps(y, null, this.tape);
    this.tape?.record(() => {
      const { dy } = maps.takeGradient();
      const inputs = { dy: dy.tensor, input: this.tensor, output: y };
      const dx = tf.engine().runKernel(tf.MaxPoolGrad, inputs, { ...windows }) as tf.Tensor4D;
      this.receive(new Shared(dx), null);
      maps.tensor.dispose();
      dy.release();
    });
    return maps;
  }

  /** Mean over rows and columns, `[b, c]`; ends the tape. */
  globalAveragePool(): tf.Tensor2D {
    const { tensor } = this;
    this.tape?.record(dy => this.receive(new Shared(fusedSpreadPixels(dy, tensor.shape)), null));
    return fusedAveragePixels(tensor);
  }
}

/** Which windows a pooling looks at. */
export interface Pooling {
  /** Rows and columns of a window. */
  readonly filterSize: number;
  readonly strides: number;
  /** Before and after, for each dimension of the maps. */
  readonly pad: [[0, 0], [number, number], [number, number], [0, 0]];
}

/** A tensor that is disposed of when the last of its readers releases it. */
class Shared {
  readonly tensor: tf.Tensor4D;
  private readers: number;

  constructor(tensor: tf.Tensor4D, readers = 1) {
    this.tensor = tensor;
    this.readers = readers;
  }

  release(): void {
    this.readers--;
    if (this.readers === 0) this.tensor.dispose();
  }
}

/**
 * The way back through fused kernels. tfjs's own tape takes as much time for a kernel as a small one takes to run, and
 * keeps every gradient to the end.
 */
export class Tape {
  private readonly steps: ((dy: tf.Tensor2D) => void)[] = [];
  private readonly gradients = new Map<tf.Tensor, tf.Tensor | null>();

  /** @param variables those to be trained */
  constructor(variables: readonly tf.Tensor[]) {
    for (const variable of variables) this.gradients.set(variable, null);
  }

  trains(variable: tf.Tensor): boolean {
    return this.gradients.has(variable);
  }

  record(step: (dy: tf.Tensor2D) => void): void {
    this.steps.push(step);
  }

  /** Keeps a constant that the backward pass reads; it is disposed of with it. */
  keep(constant: tf.Tensor): void {
    tf.keep(constant);
    this.steps.push(() => constant.dispose());
  }

  set(variable: tf.Tensor, gradient: tf.Tensor): void {
    if (this.gradients.get(variable))
      throw new Error('a variable that two layers share has no gradient here');
    this.gradients.set(variable, gradient);
  }

  /** @returns the variables' gradients, in their order */
  backward(dy: tf.Tensor2D): tf.Tensor[] {
    for (const step of this.steps.reverse()) step(dy);
    return [...this.gradients].map(([variable, gradient]) => gradient ?? tf.zerosLike(variable));
  }
}

/**
 * Images through layers to pooled features, as a single operation of tfjs.
 *
 * @param variables those that the layers train
 */
export function throughFusedLayers(
  images: tf.Tensor4D,
  variables: readonly tf.Variable[],
  layers: (maps: FusedMaps) => tf.Tensor2D,
): tf.Tensor2D {
  const isRecording = tf.engine().state.gradientDepth > 0;
  if (!isRecording) return layers(new FusedMaps(images, null, null, false));
  const operation = tf.customGrad(() => {
    const tape = new Tape(variables);
    const value = layers(new FusedMaps(images, null, tape, false));
    return { value, gradFunc: (dy: tf.Tensor2D) => tape.backward(dy) };
  });
  return operation(...variables) as tf.Tensor2D;
}
