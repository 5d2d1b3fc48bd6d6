/** The fused kernels as plain loops in double precision, one operation after the other. */
import {
  type ConvolutionGeometry,
  convolution,
  convolutionGradients,
  moments,
  type Numbers,
} from '../ops/reference.ts';

export interface Norm {
  readonly mean: Numbers;
  readonly variance: Numbers;
  readonly varianceFactor: number;
  readonly scale: Numbers;
  readonly offset: Numbers;
  readonly epsilon: number;
  readonly relu: boolean;
}

/** Σ g and Σ g · x̂ of every channel. */
export interface Sums {
  readonly offset: Numbers;
  readonly scale: Numbers;
}

/** x̂: mean 0 and variance 1, if the statistics are those of x. */
function standardise(x: Numbers, { mean, variance, varianceFactor, epsilon }: Norm): Float64Array {
  return Float64Array.from(x, (value, i) => {
    const c = i % mean.length;
    return (value - mean[c]!) / Math.sqrt(variance[c]! * varianceFactor + epsilon);
  });
}

/** After scale and offset, before shortcut and ReLU. */
export function affine(x: Numbers, norm: Norm): Float64Array {
  const channels = norm.mean.length;
  return standardise(x, norm).map(
    (value, i) => value * norm.scale[i % channels]! + norm.offset[i % channels]!,
  );
}

export function normalise(x: Numbers, norm: Norm, shortcut: Numbers | null): Float64Array {
  return affine(x, norm).map((value, i) => {
    const sum = value + (shortcut?.[i] ?? 0);
    return norm.relu ? Math.max(0, sum) : sum;
  });
}

/** The gradient before the ReLU where `y` came out of it, and its sums. */
export function normaliseGradients(dy: Numbers, x: Numbers, norm: Norm, y: Numbers) {
  const before = Float64Array.from(dy, (value, i) => (norm.relu && !(y[i]! > 0) ? 0 : value));
  const channels = norm.mean.length;
  const sums = { offset: new Float64Array(channels), scale: new Float64Array(channels) };
  standardise(x, norm).forEach((value, i) => {
    sums.offset[i % channels]! += before[i]!;
    sums.scale[i % channels]! += before[i]! * value;
  });
  return { before, sums };
}

/** Takes a gradient back through the normalisation of `x` by its own statistics (Ioffe & Szegedy 2015, section 3). */
function complete(gradient: Numbers, x: Numbers, norm: Norm, sums: Sums): Float64Array {
  const channels = norm.mean.length;
  const count = x.length / channels;
  return standardise(x, norm).map((value, i) => {
    const c = i % channels;
    const deviation = Math.sqrt(norm.variance[c]! * norm.varianceFactor + norm.epsilon);
    return (
      (norm.scale[c]! / deviation) *
      (gradient[i]! - sums.offset[c]! / count - (value * sums.scale[c]!) / count)
    );
  });
}

export function fusedConvolution(
  x: Numbers,
  norm: Norm | null,
  filter: Numbers,
  geometry: ConvolutionGeometry,
) {
  const y = convolution(norm ? normalise(x, norm, null) : x, filter, geometry);
  const { mean, unbiased } = moments(y, geometry.y[3]);
  return { y, mean, variance: unbiased };
}

export function fusedConvolutionGradients(
  dy: Numbers,
  incomplete: { readonly tensor: Numbers; readonly norm: Norm; readonly sums: Sums } | null,
  x: Numbers,
  norm: Norm | null,
  filter: Numbers,
  geometry: ConvolutionGeometry,
) {
  const gradient = incomplete ? complete(dy, incomplete.tensor, incomplete.norm, incomplete.sums) : dy;
  const read = norm ? normalise(x, norm, null) : x;
  const { dx, dFilter } = convolutionGradients(read, filter, gradient, geometry);
  if (!norm) return { filter: dFilter, input: dx, sums: null };
  const { before, sums } = normaliseGradients(dx, x, norm, read);
  return { filter: dFilter, input: before, sums };
}
