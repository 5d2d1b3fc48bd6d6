import * as tf from '@tensorflow/tfjs';
import { batchNormInference, batchNormTraining } from './batch-norm.ts';
import { convolve } from './convolution.ts';
import { embed } from './embedding.ts';
import { globalAveragePool } from './global-average-pool.ts';
import {
  type Activation,
  type BatchNormalised,
  type Convolution,
  type Maps,
  type ScaleAndOffset,
  type Statistics,
  tidyMaps,
} from './maps.ts';
import { maxPool } from './max-pool.ts';
import { subsampleAndPadChannels } from './subsample.ts';

/** Maps as a tensor, on which any engine works with one operation after the other. */
export function mapsOf(tensor: tf.Tensor4D): Maps {
  return new TensorMaps(tensor);
}

class TensorMaps implements Maps {
  private readonly tensor: tf.Tensor4D;

  constructor(tensor: tf.Tensor4D) {
    this.tensor = tensor;
  }

  get shape() {
    return this.tensor.shape;
  }

  toTensor(): tf.Tensor4D {
    return this.tensor;
  }

  shared(): Maps {
    return this;
  }

  through(layer: (maps: Maps) => Maps): Maps {
    return tidyMaps(() => layer(this));
  }

  convolve(convolution: Convolution): Maps {
    return mapsOf(convolve(this.tensor, convolution));
  }

  convolveAndNormalise(
    convolution: Convolution,
    learned: ScaleAndOffset,
    activation: Activation,
  ): BatchNormalised {
    return normalised(convolve(this.tensor, convolution), learned, activation);
  }

  convolveAndNormaliseBy(
    moving: Statistics,
    convolution: Convolution,
    learned: ScaleAndOffset,
    activation: Activation,
  ): Maps {
    return normalisedBy(moving, convolve(this.tensor, convolution), learned, activation);
  }

  normalise(learned: ScaleAndOffset): BatchNormalised {
    return normalised(this.tensor, learned, 'relu');
  }

  normaliseBy(moving: Statistics, learned: ScaleAndOffset): Maps {
    return normalisedBy(moving, this.tensor, learned, 'relu');
  }

  relu(): Maps {
    return mapsOf(tf.relu(this.tensor));
  }

  times(factor: number | tf.Tensor): Maps {
    return mapsOf(tf.mul(this.tensor, factor) as tf.Tensor4D);
  }

  plus(shortcut: Maps): Maps {
    return mapsOf(tf.add(this.tensor, shortcut.toTensor()));
  }

  plusThenRelu(shortcut: Maps): Maps {
    return this.plus(shortcut).relu();
  }

  subsample(stride: number, channels: number): Maps {
    return mapsOf(subsampleAndPadChannels(this.tensor, stride, channels));
  }

  embed(table: tf.Tensor2D): Maps {
    return mapsOf(embed(this.tensor, table));
  }

  maxPool(): Maps {
    return mapsOf(maxPool(this.tensor));
  }

  averagePixels(): tf.Tensor2D {
    return globalAveragePool(this.tensor);
  }
}

function normalised(
  x: tf.Tensor4D,
  { scale, offset }: ScaleAndOffset,
  activation: Activation,
): BatchNormalised {
  const { y, mean, variance } = batchNormTraining(x, scale, offset, activation);
  return { y: mapsOf(y), batch: { mean, variance } };
}

function normalisedBy(
  { mean, variance }: Statistics,
  x: tf.Tensor4D,
  { scale, offset }: ScaleAndOffset,
  activation: Activation,
): Maps {
  return mapsOf(batchNormInference(x, scale, offset, mean, variance, activation));
}
