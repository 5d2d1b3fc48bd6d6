import type { Kind, NetworkConfig } from '../run/config.ts';

/**
 * Whether a network's layers can be fused, on engines that have the kernels and with batch normalisation: sums that are
 * normalised are not, and neither is a shortcut that is weighed.
 */
export function isFusible({ kind, order, shortcut }: { kind: Kind } & NetworkConfig): boolean {
  const weighed = shortcut === 'scaled' || shortcut === 'gated' || shortcut === 'dropout';
  return !order && !(kind === 'residual' && weighed);
}
