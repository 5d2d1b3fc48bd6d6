import type { ArchitectureOptions } from '../src/model/describe-network.ts';
import type { Kind } from '../src/run/config.ts';

/** One network that all contestants train; option A shortcuts and batch normalisation throughout. */
export interface BenchNetwork {
  readonly kind: Kind;
  /** Weighted layers, 6n + 2. */
  readonly depth: number;
  /** Pixels a side. */
  readonly resolution: number;
  /** Filters of the first stage. */
  readonly width: number;
  /** Images per step. */
  readonly batch: number;
}

export const CLASSES = 10;
export const CHANNELS = 3;

/** The paper's, but for a rate at which the losses of the first steps do not depend on rounding. */
export const RECIPE = { learningRate: 0.001, momentum: 0.9, weightDecay: 1e-4 } as const;

/** Full-size images with the paper's width and batch, and the `quick` preset's. */
export const NETWORKS: readonly BenchNetwork[] = [
  { resolution: 32, width: 16, batch: 128 },
  { resolution: 16, width: 8, batch: 64 },
].flatMap(size =>
  [20, 56].flatMap(depth => (['plain', 'residual'] as const).map(kind => ({ kind, depth, ...size }))),
);

/** Steps before anything is timed. */
export const WARM_UP_STEPS = 3;

/**
 * Number of first steps in which all contestants have to have the same losses. In a deep plain network gradients
 * grow from layer to layer until rounding alone decides what the first update does: there it is the first.
 */
export function comparedSteps({ kind, depth }: BenchNetwork): number {
  return kind === 'plain' && depth > 20 ? 1 : WARM_UP_STEPS;
}

/** What it is built from. */
export function architectureOf({ kind, depth, width }: BenchNetwork): ArchitectureOptions {
  return { kind, depth, width, channels: CHANNELS, classes: CLASSES, shortcut: 'A', batchNorm: true };
}

/** `residual-56-32px-w16` */
export function networkName({ kind, depth, resolution, width }: BenchNetwork): string {
  return `${kind}-${depth}-${resolution}px-w${width}`;
}
