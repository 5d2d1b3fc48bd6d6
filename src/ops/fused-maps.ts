import * as tf from '@tensorflow/tfjs';
import {
  type Convolved,
  fusedAveragePixels,
  fusedConvolution,
  fusedConvolutionGradients,
  fusedEmbed,
  fusedEmbedGradient,
  fusedMaxPool,
  fusedMaxPoolGradient,
  fusedNormalise,
  fusedNormaliseGradients,
  fusedSpreadPixels,
} from '../engine/fused-kernels.ts';
import type { Normalisation, NormalisationSums } from '../engine/kernels.ts';
import { BATCH_NORM_EPSILON } from './batch-norm.ts';
import {
  type Activation,
  type BatchNormalised,
  type Convolution,
  type Maps,
  type ScaleAndOffset,
  type Statistics,
  tidyMaps,
} from './maps.ts';
import { POOLING } from './max-pool.ts';
import { passingFilter } from './subsample.ts';
import { Shared, type Tape } from './tape.ts';
import { mapsOf } from './tensor-maps.ts';

/** Images, of which nobody wants a gradient. @param tape null where no gradient is wanted of what is made of them */
export function fusedMapsOf(images: tf.Tensor4D, tape: Tape | null): Maps {
  return new FusedMaps(images, null, tape, false);
}

/**
 * A tensor, with the batch normalisation that whoever reads it applies on the way; the normalised values are never
 * written to memory. Their gradient comes back in the same fashion, with respect to what came out of the normalisation.
 */
class FusedMaps implements Maps {
  private readonly tensor: tf.Tensor4D;
  private readonly norm: Normalisation | null;
  /** Null where no gradient will be asked for. */
  private readonly tape: Tape | null;
  /** Of the images, which nobody trains, none is computed. */
  private readonly wantsGradient: boolean;
  /** Set in the backward pass by those that read the maps. */
  private gradient: Shared | null = null;
  private sums: NormalisationSums | null = null;

  constructor(tensor: tf.Tensor4D, norm: Normalisation | null, tape: Tape | null, wantsGradient = true) {
    // What the backward pass reads outlives the forward pass.
    this.tensor = tape && wantsGradient ? tf.keep(tensor) : tensor;
    this.norm = norm;
    this.tape = tape;
    this.wantsGradient = wantsGradient;
  }

  get shape() {
    return this.tensor.shape;
  }

  toTensor(): tf.Tensor4D {
    if (this.tape) throw new Error('the gradient of fused feature maps goes through fused layers only');
    return this.shared().tensor;
  }

  shared(): FusedMaps {
    return this.norm ? this.normalised(null) : this;
  }

  through(layer: (maps: Maps) => Maps): Maps {
    // What a tape holds outlives the layers.
    return this.tape ? layer(this) : tidyMaps(() => layer(this));
  }

  convolve({ filter, stride }: Convolution): FusedMaps {
    return this.convolved(
      fusedConvolution(this.tensor, this.norm, filter, stride, false),
      null,
      filter,
      stride,
    );
  }

  convolveAndNormalise(
    { filter, stride }: Convolution,
    learned: ScaleAndOffset,
    activation: Activation,
  ): BatchNormalised {
    const response = fusedConvolution(this.tensor, this.norm, filter, stride, true);
    const { mean, variance } = response.statistics!;
    const batch = { mean: tf.keep(mean), variance: tf.keep(variance) };
    const count = response.y.size / mean.size;
    const norm = normalisation(batch, (count - 1) / count, learned, activation);
    return { y: this.convolved(response, norm, filter, stride), batch };
  }

  convolveAndNormaliseBy(
    moving: Statistics,
    { filter, stride }: Convolution,
    learned: ScaleAndOffset,
    activation: Activation,
  ): Maps {
    const response = fusedConvolution(this.tensor, this.norm, filter, stride, false);
    return this.convolved(response, normalisation(moving, 1, learned, activation), filter, stride);
  }

  normalise(learned: ScaleAndOffset): BatchNormalised {
    return this.composed().normalise(learned);
  }

  normaliseBy(moving: Statistics, learned: ScaleAndOffset): Maps {
    return this.composed().normaliseBy(moving, learned);
  }

  relu(): Maps {
    return this.composed().relu();
  }

  times(factor: number | tf.Tensor): Maps {
    return this.composed().times(factor);
  }

  plus(shortcut: Maps): Maps {
    return this.composed().plus(shortcut);
  }

  plusThenRelu(shortcut: Maps): Maps {
    if (!this.norm || !(shortcut instanceof FusedMaps)) return this.composed().plusThenRelu(shortcut);
    return this.normalised(shortcut.shared());
  }

  subsample(stride: number, channels: number): Maps {
    const filter = passingFilter(this.shape[3], channels);
    this.tape?.keep(filter);
    return this.convolve({ filter, stride });
  }

  embed(table: tf.Tensor2D): Maps {
    const maps = new FusedMaps(fusedEmbed(this.tensor, table), null, this.tape);
    this.tape?.record(() => {
      const { dy } = maps.takeGradient();
      this.tape!.set(table, fusedEmbedGradient(dy.tensor, this.tensor, table.shape[0]));
      maps.tensor.dispose();
      dy.release();
    });
    return maps;
  }

  maxPool(): Maps {
    return this.shared().pooled();
  }

  averagePixels(): tf.Tensor2D {
    return this.shared().averaged();
  }

  /** The same as a tensor, for what has no fused kernel. @throws Error where a gradient is wanted */
  private composed(): Maps {
    return mapsOf(this.toTensor());
  }

  /** The response of a convolution of these maps, with the way back. */
  private convolved(
    { y }: Convolved,
    norm: Normalisation | null,
    filter: tf.Tensor4D,
    stride: number,
  ): FusedMaps {
    const maps = new FusedMaps(y, norm, this.tape);
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

  /** The values, normalised; with a shortcut, its values are added, and ReLU follows. */
  private normalised(shortcut: FusedMaps | null): FusedMaps {
    const norm = shortcut ? { ...this.norm!, relu: true } : this.norm!;
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

  private pooled(): FusedMaps {
    const maps = new FusedMaps(fusedMaxPool(this.tensor, POOLING), null, this.tape);
    this.tape?.record(() => {
      const { dy } = maps.takeGradient();
      const dx = fusedMaxPoolGradient(dy.tensor, this.tensor, POOLING);
      this.receive(new Shared(dx), null);
      maps.tensor.dispose();
      dy.release();
    });
    return maps;
  }

  /** Ends the tape. */
  private averaged(): tf.Tensor2D {
    const { tensor } = this;
    this.tape?.record(dy => this.receive(new Shared(fusedSpreadPixels(dy, tensor.shape)), null));
    return fusedAveragePixels(tensor);
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
}

function normalisation(
  { mean, variance }: Statistics,
  varianceFactor: number,
  { scale, offset }: ScaleAndOffset,
  activation: Activation,
): Normalisation {
  const relu = activation === 'relu';
  return { mean, variance, varianceFactor, scale, offset, epsilon: BATCH_NORM_EPSILON, relu };
}
