import type { ImageSet } from './image-set.ts';

export interface PixelStatistics {
  /** `[resolution, resolution, 3]`, mean at each pixel, in byte units. */
  readonly pixelMean: Float32Array;
  /** Standard deviation over all bytes once `pixelMean` is subtracted, in byte units; 1 if there is none. */
  readonly pixelStd: number;
}

/** The two statistics that normalise images: per-pixel mean, as in He et al. 2015, and one common scale. */
export function pixelStatistics({ images, count, resolution }: ImageSet): PixelStatistics {
  const size = resolution * resolution * 3;
  // Sums of integers below 2^53, so nothing is rounded before the divisions.
  const sums = new Float64Array(size);
  let squares = 0;
  for (let image = 0, at = 0; image < count; image++) {
    for (let pixel = 0; pixel < size; pixel++) {
      const value = images[at++]!;
      sums[pixel]! += value;
      squares += value * value;
    }
  }
  let squaredMeans = 0;
  for (const sum of sums) squaredMeans += (sum / count) ** 2;
  const variance = (squares / count - squaredMeans) / size;
  return {
    pixelMean: Float32Array.from(sums, sum => sum / count),
    // Identical images have no spread (rounding may leave a trace of one); they normalise to 0, not to NaN.
    pixelStd: variance > 1e-9 ? Math.sqrt(variance) : 1,
  };
}
