import type { Reasons } from '../paper/deviations.ts';
import type { DataConfig, Kind, NetworkConfig, Recipe, RunConfig } from '../run/config.ts';
import { UsageError } from '../usage-error.ts';
import type { Seeds } from './seeds.ts';

export const presetNames = ['smoke', 'quick', 'reference', 'paper'] as const;
export type PresetName = (typeof presetNames)[number];

/** A named budget: which networks, how many seeds, on what data, by which recipe. */
export interface Preset {
  /** For whom or what, and how long it takes. */
  readonly description: string;
  readonly kinds: readonly Kind[];
  readonly depths: readonly number[];
  /** 1 to n, or a list. */
  readonly seeds: Seeds;
  readonly network: NetworkConfig;
  readonly data: DataConfig;
  readonly recipe: Recipe;
  /** Where one depth needs another recipe, both kinds alike; the paper warms up depth 110. */
  readonly recipeByDepth?: Readonly<Record<number, Partial<Recipe>>>;
  /** Networks that are compared, each as the preset says but for what is named; absent: one, just so. */
  readonly variants?: readonly Variant[];
  /** Why it departs from the paper, where that needs a reason. */
  readonly reasons?: Reasons;
  /** Measured beyond errors, gradient norms and responses, in every run. */
  readonly probes?: RunConfig['probes'];
}

/** What makes one network of an experiment different from the preset's; the command line does not change that. */
export interface Variant {
  readonly kinds?: readonly Kind[];
  readonly depths?: readonly number[];
  /** The first n of the plan's seeds, for runs that are too long to be repeated as often as the others. */
  readonly seeds?: number;
  /** More seeds for this variant alone, whatever the plan's are: to choose by, and for nothing else. */
  readonly seedsToChooseBy?: readonly number[];
  readonly network?: Partial<NetworkConfig>;
  readonly data?: Partial<DataConfig>;
  readonly recipe?: Partial<Recipe>;
  /** As on the command line: `dropout=0.2+l2`. */
  readonly regularizers?: string;
  readonly probes?: RunConfig['probes'];
}

/** The part of an experiment’s definition that its runs are made from. */
export interface RunDefinition {
  /** As on the command line: `plain-vs-residual`. */
  readonly name: string;
  readonly presets: Readonly<Record<'smoke' | 'quick', Preset> & Partial<Record<PresetName, Preset>>>;
}

/** @throws UsageError for a preset that this experiment does not have */
export function presetOf({ name, presets }: RunDefinition, preset: PresetName): Preset {
  const found = presets[preset];
  if (found) return found;
  throw new UsageError(`${name} has no preset "${preset}"; it has: ${Object.keys(presets).join(', ')}`);
}
