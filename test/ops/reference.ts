/** The operations of the networks as plain loops in double precision: slow, and too simple to be wrong. */

export type Numbers = ArrayLike<number>;
export type Shape4 = readonly [number, number, number, number];

export interface ConvolutionGeometry {
  /** `[batch, height, width, inputs]`. */
  readonly x: Shape4;
  /** `[rows, columns, inputs, outputs]`. */
  readonly filter: Shape4;
  /** `[batch, height, width, outputs]`. */
  readonly y: Shape4;
  readonly strides: readonly [number, number];
  /** Zeros above and to the left. */
  readonly before: readonly [number, number];
}

export function convolution(x: Numbers, filter: Numbers, geometry: ConvolutionGeometry): Float64Array {
  const y = new Float64Array(size(geometry.y));
  visitProducts(geometry, (xi, fi, yi) => {
    y[yi]! += x[xi]! * filter[fi]!;
  });
  return y;
}

export function convolutionGradients(
  x: Numbers,
  filter: Numbers,
  dy: Numbers,
  geometry: ConvolutionGeometry,
): { dx: Float64Array; dFilter: Float64Array } {
  const dx = new Float64Array(size(geometry.x));
  const dFilter = new Float64Array(size(geometry.filter));
  visitProducts(geometry, (xi, fi, yi) => {
    dx[xi]! += dy[yi]! * filter[fi]!;
    dFilter[fi]! += dy[yi]! * x[xi]!;
  });
  return { dx, dFilter };
}

/** Every product that a convolution is a sum of, as flat positions in its input, filter and output. */
function visitProducts(
  { x, filter, y, strides, before }: ConvolutionGeometry,
  visit: (xi: number, fi: number, yi: number) => void,
): void {
  const [rows, columns, inputs, outputs] = filter;
  for (let b = 0; b < y[0]; b++)
    for (let oy = 0; oy < y[1]; oy++)
      for (let ox = 0; ox < y[2]; ox++)
        for (let r = 0; r < rows; r++)
          for (let c = 0; c < columns; c++) {
            const iy = oy * strides[0] + r - before[0];
            const ix = ox * strides[1] + c - before[1];
            if (iy < 0 || iy >= x[1] || ix < 0 || ix >= x[2]) continue;
            for (let i = 0; i < inputs; i++)
              for (let o = 0; o < outputs; o++)
                visit(
                  ((b * x[1] + iy) * x[2] + ix) * inputs + i,
                  ((r * columns + c) * inputs + i) * outputs + o,
                  ((b * y[1] + oy) * y[2] + ox) * outputs + o,
                );
          }
}

export interface PoolingGeometry extends Pick<ConvolutionGeometry, 'x' | 'y' | 'strides' | 'before'> {
  /** Rows and columns that an output is the largest of. */
  readonly window: readonly [number, number];
}

/** The largest value of each window, and the gradient `dy` sent back to it; of several to the first. */
export function maxPooling(
  x: Numbers,
  dy: Numbers,
  { x: from, y: to, window, strides, before }: PoolingGeometry,
) {
  const y = new Float64Array(size(to));
  const dx = new Float64Array(size(from));
  for (let b = 0; b < to[0]; b++)
    for (let oy = 0; oy < to[1]; oy++)
      for (let ox = 0; ox < to[2]; ox++)
        for (let c = 0; c < to[3]; c++) {
          const inside: number[] = [];
          for (let iy = oy * strides[0] - before[0], r = 0; r < window[0]; r++, iy++)
            for (let ix = ox * strides[1] - before[1], k = 0; k < window[1]; k++, ix++)
              if (iy >= 0 && iy < from[1] && ix >= 0 && ix < from[2])
                inside.push(((b * from[1] + iy) * from[2] + ix) * from[3] + c);
          const out = ((b * to[1] + oy) * to[2] + ox) * to[3] + c;
          y[out] = Math.max(...inside.map(i => x[i]!));
          dx[inside.find(i => x[i] === y[out])!]! += dy[out]!;
        }
  return { y, dx };
}

export interface Moments {
  readonly mean: Float64Array;
  /** Divided by the number of values. */
  readonly biased: Float64Array;
  /** Divided by one less. */
  readonly unbiased: Float64Array;
}

/** Per channel, which is the last dimension. */
export function moments(x: Numbers, channels: number): Moments {
  const count = x.length / channels;
  const mean = new Float64Array(channels);
  const biased = new Float64Array(channels);
  for (let i = 0; i < x.length; i++) mean[i % channels]! += x[i]! / count;
  for (let i = 0; i < x.length; i++) biased[i % channels]! += (x[i]! - mean[i % channels]!) ** 2 / count;
  return { mean, biased, unbiased: biased.map(value => (value * count) / Math.max(1, count - 1)) };
}

export interface NormInputs {
  readonly x: Numbers;
  readonly scale: Numbers;
  readonly offset: Numbers;
}

/** Batch normalisation before any activation. */
export function batchNorm({ x, scale, offset }: NormInputs, epsilon: number): Float64Array {
  const channels = scale.length;
  const { mean, biased } = moments(x, channels);
  return Float64Array.from({ length: x.length }, (_, i) => {
    const c = i % channels;
    return ((x[i]! - mean[c]!) / Math.sqrt(biased[c]! + epsilon)) * scale[c]! + offset[c]!;
  });
}

/** Gradients of Ioffe & Szegedy 2015, section 3, written out step by step as they are there. */
export function batchNormGradients({ x, scale, offset }: NormInputs, dy: Numbers, epsilon: number) {
  const channels = scale.length;
  const count = x.length / channels;
  const { mean, biased } = moments(x, channels);
  const dx = new Float64Array(x.length);
  const dScale = new Float64Array(channels);
  const dOffset = new Float64Array(offset.length);
  for (let c = 0; c < channels; c++) {
    const deviation = Math.sqrt(biased[c]! + epsilon);
    let dVariance = 0;
    let dMean = 0;
    for (let i = c; i < x.length; i += channels) {
      const dNormalised = dy[i]! * scale[c]!;
      dVariance += dNormalised * (x[i]! - mean[c]!) * (-1 / 2) * deviation ** -3;
      dMean -= dNormalised / deviation;
      dScale[c]! += (dy[i]! * (x[i]! - mean[c]!)) / deviation;
      dOffset[c]! += dy[i]!;
    }
    for (let i = c; i < x.length; i += channels) {
      dx[i] = (dy[i]! * scale[c]!) / deviation + (dVariance * 2 * (x[i]! - mean[c]!)) / count + dMean / count;
    }
  }
  return { dx, dScale, dOffset };
}

/** Mean cross-entropy of softmax(logits), and its gradient. Both arguments are `[batch, classes]`. */
export function softmaxCrossEntropy(logits: Numbers, targets: Numbers, classes: number) {
  const batch = logits.length / classes;
  const gradient = new Float64Array(logits.length);
  let loss = 0;
  for (let row = 0; row < batch; row++) {
    const scores = Array.from({ length: classes }, (_, k) => logits[row * classes + k]!);
    const most = Math.max(...scores);
    const logSum = most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
    for (const [k, score] of scores.entries()) {
      const target = targets[row * classes + k]!;
      loss -= (target * (score - logSum)) / batch;
      gradient[row * classes + k] = (Math.exp(score - logSum) - target) / batch;
    }
  }
  return { loss, gradient };
}

/** Central difference of `f` in the direction of coordinate `index` of `values`, which is left as it was. */
export function centralDifference(f: () => number, values: Float64Array, index: number, step = 1e-5): number {
  const kept = values[index]!;
  values[index] = kept + step;
  const above = f();
  values[index] = kept - step;
  const below = f();
  values[index] = kept;
  return (above - below) / (2 * step);
}

export function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
