import type { Kind, NetworkConfig } from './config.ts';
import type { Pass } from './layers.ts';

/** Places of a pass that may be looked into or changed from outside. */
const HOOKS = ['boundary', 'activations', 'branch', 'observe', 'features'] as const;
export type Hook = (typeof HOOKS)[number];

/** Hooks that a run's regularizers use, in both kinds of passes. */
export interface HooksInUse {
  readonly training: readonly Hook[];
  readonly evaluation: readonly Hook[];
}

export const NO_HOOKS: HooksInUse = { training: [], evaluation: [] };

/**
 * How a pass goes through the layers: `fused`, several operations in one pass over memory, or `composed`, one operation
 * of TensorFlow.js after the other.
 */
export type Execution = 'fused' | 'composed';

/**
 * Layers are fused where the engine has kernels for it, the network has nothing but convolutions with batch
 * normalisation behind them and plain sums, none of it changed by a cure, and nobody wants to see, or to change, what is between two layers.
 *
 * The one place that decides it: networks ask before a pass, estimates of memory before a run.
 *
 * @param hooks in use, by name
 * @param fusedKernels whether the engine has them
 */
export function executionOf(
  {
    kind,
    order,
    shortcut,
    batchNorm,
    cure,
  }: { readonly kind: Kind } & Pick<NetworkConfig, 'order' | 'shortcut' | 'batchNorm' | 'cure'>,
  hooks: readonly Hook[],
  fusedKernels: boolean,
): Execution {
  const weighed = kind === 'residual' && ['scaled', 'gated', 'dropout'].includes(shortcut);
  const isFusible = batchNorm && !order && !weighed && !cure;
  // Behind the last pooling there is nothing to be fused.
  const isLeftAlone = hooks.every(hook => hook === 'features');
  return fusedKernels && isFusible && isLeftAlone ? 'fused' : 'composed';
}

/** The hooks that are used, of a pass or of what regularizers add to one. */
export function hooksOf(pass: Partial<Pass>): Hook[] {
  return HOOKS.filter(hook => pass[hook] !== undefined);
}
