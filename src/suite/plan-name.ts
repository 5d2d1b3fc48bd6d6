import { shortHash } from '../run/id.ts';
import { type Overrides, planRuns, type VariantArms } from './plan.ts';
import type { Preset, PresetName } from './presets.ts';
import { seedList } from './seeds.ts';

/**
 * What a plan's folder and page are called: the preset, and a hash of what the command line changed in it. What says
 * the same in other words (depths in another order, a value that the preset has anyway) has the same name.
 *
 * @throws as `planRuns`
 */
export function planName(
  name: PresetName,
  preset: Preset,
  overrides: Overrides = {},
  ofVariants: VariantArms = new Map(),
): string {
  const runsOf = (some: Overrides) =>
    planRuns(preset, some, ofVariants)
      .map(({ id }) => id)
      .sort()
      .join();
  const wanted = runsOf(overrides);
  let effective = overrides;
  for (const key of namesOf(overrides)) {
    const { [key]: _, ...others } = effective;
    if (sameRuns(() => runsOf(others), wanted)) effective = others;
  }
  const changed = namesOf(effective).map(key => [key, canonical(effective, key)] as const);
  return changed.length === 0 ? name : `${name}-${shortHash(Object.fromEntries(changed))}`;
}

/** All of them: what else options hold (workers, engine, folders) does not change what is trained. */
const overrideNames = Object.keys({
  depths: true,
  kinds: true,
  seeds: true,
  epochs: true,
  width: true,
  resolution: true,
  trainSize: true,
  valSize: true,
  batchSize: true,
  learningRate: true,
  optimizer: true,
  dataset: true,
  regularizerArms: true,
} satisfies Record<keyof Overrides, true>) as (keyof Overrides)[];

function namesOf(overrides: Overrides): (keyof Overrides)[] {
  return overrideNames.filter(name => overrides[name] !== undefined);
}

/** One override may be impossible without another, as a batch is without the training images that it needs. */
function sameRuns(runs: () => string, wanted: string): boolean {
  try {
    return runs() === wanted;
  } catch {
    return false;
  }
}

/** A value that is the same for all ways of writing it. */
function canonical(overrides: Overrides, key: keyof Overrides): unknown {
  const value = overrides[key];
  if (key === 'seeds') return seedList(overrides.seeds!);
  if (key === 'regularizerArms') return overrides.regularizerArms!.map(({ specs }) => specs);
  return Array.isArray(value) ? [...value].sort() : value;
}
