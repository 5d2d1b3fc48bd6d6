import { sourceOf } from '../data/registry.ts';
import { mostToTrainOn, validationPool } from '../data/sizes.ts';
import { multiplyAdds } from '../model/layer-shapes.ts';
import type { RegularizerArm } from '../regularizers/arm.ts';
import type { RegularizerFile } from '../regularizers/files.ts';
import type { DataConfig, Kind, RunConfig } from '../run/config.ts';
import { dataProblem, runConfigSchema } from '../run/config.ts';
import { depthProblem, nearestDepths, stagesOf } from '../run/depth.ts';
import { runId } from '../run/id.ts';
import { growthEpoch, stepsPerEpoch, totalSteps } from '../run/steps.ts';
import { layersAfter } from '../train/run-layers.ts';
import { UsageError } from '../usage-error.ts';
import type { Preset, Variant } from './presets.ts';
import { type Seeds, seedList } from './seeds.ts';

/** What the command line may change about a preset; absent means: as the preset says. */
export interface Overrides {
  readonly depths?: readonly number[];
  readonly kinds?: readonly Kind[];
  readonly seeds?: Seeds;
  readonly epochs?: number;
  readonly width?: number;
  readonly resolution?: number;
  readonly trainSize?: number;
  readonly valSize?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly optimizer?: RunConfig['recipe']['optimizer'];
  readonly dataset?: string;
  /** One arm each, beside the arm without any. */
  readonly regularizerArms?: readonly RegularizerArm[];
}

/** Files of a user's own that a process has to load before it makes a run. */
export function regularizerFilesOf({ regularizerArms = [] }: Overrides): RegularizerFile[] {
  return regularizerArms.flatMap(({ files }) => files);
}

export interface PlannedRun {
  readonly id: string;
  readonly config: RunConfig;
}

type Addition = Pick<RegularizerArm, 'kinds' | 'needValidation' | 'changing' | 'configure'>;
/** Regularizers that variants name, by what they write. */
export type VariantArms = ReadonlyMap<string, Addition>;

/** Loads the regularizers that a preset's variants name, only where there are some: they bring TensorFlow.js along. */
export async function variantArms({ variants = [] }: Preset): Promise<VariantArms> {
  const texts = new Set(variants.flatMap(({ regularizers }) => regularizers ?? []));
  if (texts.size === 0) return new Map();
  const { parseArm } = await import('../regularizers/arm.ts');
  return new Map(await Promise.all([...texts].map(async text => [text, await parseArm(text)] as const)));
}

/**
 * All runs of a preset, in the order in which they should be started: the first seed of everything before the second,
 * and within a seed the longest first, so that no long run is left alone at the end.
 *
 * @throws DataSizeError, UsageError when an override asks for more images than there are, or a depth that no
 *   network of the preset can have
 */
export function planRuns(
  preset: Preset,
  overrides: Overrides = {},
  ofVariants: VariantArms = new Map(),
): PlannedRun[] {
  const { variants = [{}] } = preset;
  requireDepths(preset, variants, overrides.depths);
  const configs = variants.flatMap(variant => {
    const own = variant.regularizers ? ofVariants.get(variant.regularizers)! : NOTHING_ADDED;
    return configsOf(preset, variant, overrides, own);
  });
  // Variants may meet: a plain network is the same whatever its shortcut would have been.
  const runs = new Map(configs.map(config => [runId(config), config]));
  if (runs.size === 0) {
    const kinds = new Set(variants.flatMap(variant => variant.kinds ?? preset.kinds));
    throw new UsageError(
      `--kinds: no network of this experiment is ${overrides.kinds?.join(' or ')}; it has: ${[...kinds].join(', ')}`,
    );
  }
  return [...runs]
    .map(([id, config]) => ({ id, config, cost: relativeCost(config) }))
    .sort((a, b) => a.config.seed - b.config.seed || b.cost - a.cost)
    .map(({ id, config }) => ({ id, config }));
}

/** All runs of one variant. */
function configsOf(preset: Preset, variant: Variant, overrides: Overrides, own: Addition): RunConfig[] {
  const kinds = kindsOf(preset, variant, overrides.kinds).filter(kind => own.kinds.includes(kind));
  const changes = without(overrides, variant);
  return seedsOf(preset, variant, overrides.seeds).flatMap(seed =>
    depthsOf(preset, variant, overrides.depths).flatMap(depth =>
      kinds.flatMap(kind => {
        const configured = configure(preset, variant, changes, { kind, depth, seed });
        requireExamples(own.changing, configured);
        const base = own.configure(configured);
        return arms(overrides, kind).map(added => {
          requireExamples(added.changing, base);
          requireValidation([...own.needValidation, ...added.needValidation], base);
          return runConfigSchema.parse(combined(base, added));
        });
      }),
    ),
  );
}

const NOTHING_ADDED: Addition = {
  kinds: ['plain', 'residual'],
  needValidation: [],
  changing: [],
  configure: config => config,
};

/** The arm without regularizers of the command line, and those that can act on networks of this kind. */
function arms({ regularizerArms = [] }: Overrides, kind: Kind): Addition[] {
  return [NOTHING_ADDED, ...regularizerArms.filter(({ kinds }) => kinds.includes(kind))];
}

/** With the regularizers of a variant and those of the command line, of which the latter win. */
function combined(base: RunConfig, added: Addition): RunConfig {
  const config = added.configure(base);
  if (config === base) return base;
  const names = new Set(config.regularizers.map(({ name }) => name));
  const kept = base.regularizers.filter(({ name }) => !names.has(name));
  return { ...config, regularizers: [...kept, ...config.regularizers] };
}

/** @throws UsageError for regularizers that choose by a validation error which nobody measures */
function requireValidation([name]: readonly string[], { data }: RunConfig): void {
  if (name === undefined || data.valSize > 0) return;
  const source = sourceOf(data);
  throw new UsageError(
    `the regularizer ${name} chooses by the validation error, and no examples are kept for validation; got ` +
      `--train-size ${data.trainSize}, --val-size 0. Add --val-size ${Math.min(500, validationPool(source))}, ` +
      `and --train-size of ${mostToTrainOn(source, 1)} or less if you name it.`,
  );
}

/** @throws UsageError for regularizers that change what these examples are not */
function requireExamples(changing: Addition['changing'], { data }: RunConfig): void {
  const { name: dataset, symbols } = sourceOf(data);
  const isThere = { images: 'resolution' in data, magnitudes: symbols === undefined };
  for (const { name, changes } of changing) {
    if (isThere[changes]) continue;
    const applies = { images: 'changes images', magnitudes: 'mixes numbers' }[changes];
    throw new UsageError(
      `--regularizer: ${name} ${applies}, and the dataset ${dataset} has ${symbols ? 'words' : 'none'}: it does not apply`,
    );
  }
}

/** Of the command line if it names seeds; of these the first, as far as the variant limits them. */
function seedsOf(preset: Preset, variant: Variant, wanted = preset.seeds): readonly number[] {
  const own = seedList(wanted).slice(0, variant.seeds);
  return seedList([...own, ...(variant.seedsToChooseBy ?? [])]);
}

/** Of the command line if it names kinds; a variant that is of one kind stays so. */
function kindsOf(preset: Preset, { kinds }: Variant, wanted = preset.kinds): readonly Kind[] {
  return kinds ? kinds.filter(kind => wanted.includes(kind)) : wanted;
}

/** Of the command line if it names depths, as far as the variant can have them. */
function depthsOf(preset: Preset, variant: Variant, wanted?: readonly number[]): readonly number[] {
  if (!wanted) return variant.depths ?? preset.depths;
  const network = { ...preset.network, ...variant.network };
  return wanted.filter(depth => stagesOf(depth, network) && depth > (network.grown?.fromDepth ?? 0));
}

/** @throws UsageError for a depth that no variant can have */
function requireDepths(preset: Preset, variants: readonly Variant[], wanted: readonly number[] = []): void {
  for (const depth of wanted) {
    if (variants.some(variant => depthsOf(preset, variant, [depth]).length > 0)) continue;
    const network = { ...preset.network, ...variants[0]!.network };
    const nearest = nearestDepths(depth, network).join(' or ');
    const problem = depthProblem(depth, network) ?? `no network of this experiment has depth ${depth}`;
    throw new UsageError(`--depths: ${problem}.${nearest && ` Nearest: ${nearest}.`}`);
  }
}

/** What the command line says, but for what a variant says itself: with another value it would not be that variant. */
function without(overrides: Overrides, { network, data, recipe }: Variant): Overrides {
  const own = new Set([network, data, recipe].flatMap(part => Object.keys(part ?? {})));
  return Object.fromEntries(Object.entries(overrides).filter(([name]) => !own.has(name)));
}

function configure(
  preset: Preset,
  variant: Variant,
  o: Overrides,
  own: Pick<RunConfig, 'kind' | 'depth' | 'seed'>,
): RunConfig {
  const recipe = { ...preset.recipe, ...preset.recipeByDepth?.[own.depth], ...variant.recipe };
  const network = { ...preset.network, ...variant.network };
  const data = configureData({ ...preset.data, ...variant.data } as DataConfig, o);
  const problem = dataProblem(data, network);
  if (problem) throw new UsageError(`--dataset ${problem}`);
  const batchSize = o.batchSize ?? recipe.batchSize;
  if (batchSize > data.trainSize) {
    throw new UsageError(
      `--batch-size must be 1 to ${data.trainSize} (--train-size, the images trained on); got ${batchSize}`,
    );
  }
  const probes = variant.probes ?? preset.probes;
  return {
    ...own,
    network: {
      ...network,
      // A plain network has no shortcuts; two that are equal must not count as two.
      shortcut: own.kind === 'plain' ? preset.network.shortcut : network.shortcut,
      width: o.width ?? network.width,
    },
    data,
    recipe: {
      ...recipe,
      epochs: o.epochs ?? recipe.epochs,
      batchSize,
      learningRate: o.learningRate ?? recipe.learningRate,
      optimizer: o.optimizer ?? recipe.optimizer,
    },
    regularizers: [],
    ...(probes && { probes }),
  };
}

/** By the source that is asked for, which need not be the preset's. @throws DataSizeError, UsageError */
function configureData(preset: DataConfig, o: Overrides): DataConfig {
  const source = sourceOf({ dataset: o.dataset ?? preset.dataset });
  const data = source.configure(preset, o);
  if (o.resolution !== undefined && !('resolution' in data)) {
    throw new UsageError(
      `--resolution is for images, and the dataset ${source.name} has none; got ${o.resolution}`,
    );
  }
  return data;
}

/**
 * In arbitrary units: multiplications of one example through the network, times examples trained on; of a network that grows,
 * through what it is by then.
 */
export function relativeCost(config: RunConfig): number {
  const { batchSize, epochs } = config.recipe;
  const ofOne = (epoch: number) =>
    layersAfter(epoch, config).reduce((sum, layer) => sum + multiplyAdds(layer), 0);
  const steps = totalSteps(config);
  const before = Math.min(steps, growthEpoch(config) * stepsPerEpoch(config));
  return batchSize * (before * ofOne(0) + (steps - before) * ofOne(epochs));
}
