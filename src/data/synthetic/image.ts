import type { RandomStream } from '../../random.ts';
import { CLASSES } from './sizes.ts';

/**
 * How the images of the synthetic set are drawn. Only additions, multiplications, divisions and square roots
 * are used, which IEEE 754 fixes to the last bit, so every machine draws the same bytes.
 */

/**
 * Patterns of the classes. Each is its own mirror image as a class, because training flips images: a class of
 * stripes that lean to the left would turn into one that lean to the right.
 */
const PATTERNS = ['vertical', 'horizontal', 'diagonal', 'plaid', 'rings'] as const;
type Pattern = (typeof PATTERNS)[number];

/** Pixels per wave; the finer one still has more than two pixels at resolution 8. */
const PERIODS = [9.5, 17] as const;

/** Standard deviation of the noise of each byte. */
const NOISE_BYTES = 16;
const NOISE_TABLE = 1 << 16;

/**
 * Draws images of a class: waves of the class's pattern and period inside a disc of random place and size, in
 * random colours and phase, over a shaded background with fainter stripes of any direction, a few random patches
 * and noise. Phase and colour are random, so the mean image of every class is the same grey.
 *
 * @returns a function that writes one image, `[side, side, 3]`, of class `label` at `out[at…]`.
 */
export function imagePainter(side: number, random: RandomStream) {
  const noise = noiseTable(side * side * 3, random);
  const canvas = new Float64Array(side * side * 3);
  return (label: number, out: Uint8Array, at: number): void => {
    paintBackground(canvas, side, random);
    paintWaves(canvas, side, random, distractor(random));
    paintWaves(canvas, side, random, classWaves(label, random));
    for (let patch = 0; patch < 3; patch++) paintPatch(canvas, side, random);
    const offset = random.integer(0, NOISE_TABLE - 1);
    // A clamped array rounds and keeps to 0 to 255 by itself.
    const bytes = new Uint8ClampedArray(out.buffer, out.byteOffset + at, canvas.length);
    for (let i = 0; i < canvas.length; i++) bytes[i] = canvas[i]! + noise[offset + i]!;
  };
}

interface Waves {
  readonly pattern: Pattern;
  /** Tangent of the angle by which the pattern is turned. */
  readonly slope: number;
  /** Pixels. */
  readonly period: number;
  /** Bytes from the middle to a crest, in the strongest channel. */
  readonly contrast: number;
  /** Confined to a disc, or all over the image. */
  readonly window: boolean;
}

function classWaves(label: number, random: RandomStream): Waves {
  const pattern = PATTERNS[label % PATTERNS.length]!;
  const period = PERIODS[Math.floor((label * PERIODS.length) / CLASSES)]!;
  const sign = random.uniform() < 0.5 ? 1 : -1;
  return {
    pattern,
    // Turned by up to 6° from the axes, or from either diagonal.
    slope: between(random, -0.1, 0.1) + (pattern === 'diagonal' ? sign : 0),
    period: period * between(random, 0.92, 1.08),
    contrast: between(random, 40, 90),
    window: true,
  };
}

function distractor(random: RandomStream): Waves {
  return {
    pattern: random.uniform() < 0.5 ? 'vertical' : 'horizontal',
    slope: between(random, -1, 1),
    period: between(random, 8, 20),
    contrast: between(random, 0, 30),
    window: false,
  };
}

/** A random colour that grows darker or lighter across the image. */
function paintBackground(canvas: Float64Array, side: number, random: RandomStream): void {
  const slopeX = between(random, -40, 40) / side;
  const slopeY = between(random, -40, 40) / side;
  const base = [0, 1, 2].map(() => between(random, 70, 185)) as [number, number, number];
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const shade = slopeX * (x - side / 2) + slopeY * (y - side / 2);
      canvas[i++] = base[0] + shade;
      canvas[i++] = base[1] + shade;
      canvas[i++] = base[2] + shade;
    }
  }
}

function paintWaves(canvas: Float64Array, side: number, random: RandomStream, waves: Waves): void {
  const tint = [0, 1, 2].map(() => waves.contrast * between(random, -1, 1)) as [number, number, number];
  tint[random.integer(0, 2)] = random.uniform() < 0.5 ? waves.contrast : -waves.contrast;
  const centreX = between(random, 0.3, 0.7) * side;
  const centreY = between(random, 0.3, 0.7) * side;
  const radius = between(random, 0.3, 0.5) * side;
  const height = heightOf(waves, random);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const weight = waves.window ? discWeight(x - centreX, y - centreY, radius) : 1;
      if (weight === 0) continue;
      const h = weight * height(x - centreX, y - centreY);
      const pixel = (y * side + x) * 3;
      canvas[pixel]! += h * tint[0];
      canvas[pixel + 1]! += h * tint[1];
      canvas[pixel + 2]! += h * tint[2];
    }
  }
}

/** The pattern as a function of the place, −1 to 1, with a random phase. */
function heightOf({ pattern, slope, period }: Waves, random: RandomStream): (x: number, y: number) => number {
  const step = period * Math.sqrt(1 + slope * slope);
  const [phaseX, phaseY] = [random.uniform(), random.uniform()];
  const across = (x: number, y: number) => smoothWave((x - slope * y) / step + phaseX);
  const along = (x: number, y: number) => smoothWave((y + slope * x) / step + phaseY);
  if (pattern === 'rings') return (x, y) => smoothWave(Math.sqrt(x * x + y * y) / period + phaseX);
  if (pattern === 'plaid') return (x, y) => across(x, y) * along(x, y);
  return pattern === 'horizontal' ? along : across;
}

/** 1 in the middle of a disc, 0 outside, with a soft rim. */
function discWeight(x: number, y: number, radius: number): number {
  const inside = 1 - (x * x + y * y) / (radius * radius);
  return inside <= 0 ? 0 : Math.min(1, 3 * inside);
}

/** A cubic that follows a cosine of period 1: 1 at 0, −1 at 0.5. */
function smoothWave(turns: number): number {
  const ramp = 4 * Math.abs(turns - Math.floor(turns) - 0.5) - 1;
  return ramp * (1.5 - 0.5 * ramp * ramp);
}

/** A small rectangle of random colour that hides what is behind it. */
function paintPatch(canvas: Float64Array, side: number, random: RandomStream): void {
  const width = random.integer(3, 7);
  const height = random.integer(3, 7);
  const left = random.integer(0, side - width);
  const top = random.integer(0, side - height);
  const colour = [0, 1, 2].map(() => random.integer(20, 235));
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) canvas.set(colour, (y * side + x) * 3);
  }
}

/** Noise of which every image takes a stretch: as good as fresh numbers here, and forty times as fast. */
function noiseTable(stretch: number, random: RandomStream): Float64Array {
  const noise = new Float64Array(NOISE_TABLE + stretch);
  // The sum of three uniform numbers has variance 3/12 and is close enough to a bell curve.
  for (let i = 0; i < noise.length; i++) {
    noise[i] = 2 * NOISE_BYTES * (random.uniform() + random.uniform() + random.uniform() - 1.5);
  }
  return noise;
}

function between(random: RandomStream, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}
