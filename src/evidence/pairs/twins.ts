import canonicalize from 'canonicalize';
import { groupBy } from '../../results/networks.ts';
import type { RunResult } from '../../results/schema.ts';
import type { RunConfig } from '../../run/config.ts';
import { variantParts } from '../../run/variant.ts';

/** The runs that a claim compares: one arm of twins, everything but kind, depth and seed equal. */
export interface TwinArm {
  readonly runs: readonly RunResult[];
  /** What sets the arm apart from the paper's; '' for nothing. */
  readonly variant: string;
  /** True if budgets or data are mixed: differences would then not be due to depth or shortcuts. */
  readonly mixed: boolean;
}

/**
 * The paper's arm where it ran, else the first by name that has both kinds, else the first. A plain twin has no shortcut, so the kind of shortcut
 * (A, B, C) does not separate twins; of several kinds the first counts.
 */
export function comparedTwins(runs: readonly RunResult[]): TwinArm {
  const variants = groupBy(runs, run => twinVariant(run.record.config));
  const names = [...variants.keys()].sort();
  const hasTwins = (name: string) => new Set(variants.get(name)!.map(isResidual)).size > 1;
  const variant = names.includes('') ? '' : (names.find(hasTwins) ?? names[0]);
  const arm = variant === undefined ? [] : variants.get(variant)!;
  const shortcut = arm.filter(isResidual).map(shortcutOf).sort()[0];
  const chosen = arm.filter(run => !isResidual(run) || shortcutOf(run) === shortcut);
  return {
    runs: chosen,
    variant: variant ?? '',
    mixed: new Set(chosen.map(run => budget(run.record.config))).size > 1,
  };
}

function twinVariant(config: RunConfig): string {
  return variantParts({ ...config, network: { ...config.network, shortcut: 'A' } }).join(' + ');
}

// Warm-up is left out: the paper itself warms up its deepest network only.
function budget({ network, data, recipe, regularizers }: RunConfig): string {
  return canonicalize({
    network: { ...network, shortcut: null },
    data,
    recipe: { ...recipe, warmup: null },
    regularizers,
  })!;
}

function isResidual(run: RunResult): boolean {
  return run.record.config.kind === 'residual';
}

function shortcutOf(run: RunResult): string {
  return run.record.config.network.shortcut;
}
