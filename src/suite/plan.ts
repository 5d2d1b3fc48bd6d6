import { splitLimits, validateSizes } from '../data/splits.ts';
import type { RegularizerArm } from '../regularizers/arm.ts';
import type { DataConfig, Kind, RunConfig } from '../run.ts';
import { runConfigSchema, runId } from '../run.ts';
import type { Preset } from './experiment.ts';
import { UsageError } from './usage-error.ts';

/** What the command line may change about a preset; absent means: as the preset says. */
export interface Overrides {
  readonly depths?: readonly number[];
  readonly kinds?: readonly Kind[];
  readonly seeds?: number;
  readonly epochs?: number;
  readonly width?: number;
  readonly resolution?: RunConfig['data']['resolution'];
  readonly trainSize?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly dataset?: RunConfig['data']['dataset'];
  /** One arm each, beside the arm without any. */
  readonly regularizerArms?: readonly RegularizerArm[];
}

export interface PlannedRun {
  readonly id: string;
  readonly config: RunConfig;
}

/**
 * All runs of a preset, in the order in which they should be started: seed 1 of everything before seed 2, and
 * within a seed the longest first, so that no long run is left alone at the end.
 *
 * @throws DataSizeError, UsageError when an override asks for more images than there are
 */
export function planRuns(preset: Preset, overrides: Overrides = {}): PlannedRun[] {
  const seeds = Array.from({ length: overrides.seeds ?? preset.seeds }, (_, index) => index + 1);
  const runs = seeds.flatMap(seed =>
    (overrides.depths ?? preset.depths).flatMap(depth =>
      (overrides.kinds ?? preset.kinds).flatMap(kind =>
        arms(overrides, kind).map(arm => {
          const config = runConfigSchema.parse(
            arm.configure(configure(preset, overrides, { kind, depth, seed, regularizers: [] })),
          );
          return { id: runId(config), config };
        }),
      ),
    ),
  );
  return runs.sort(
    (a, b) => a.config.seed - b.config.seed || relativeCost(b.config) - relativeCost(a.config),
  );
}

const NOTHING_ADDED: Pick<RegularizerArm, 'configure'> = { configure: config => config };

/** The arm without regularizers, and those that can act on networks of this kind. */
function arms({ regularizerArms = [] }: Overrides, kind: Kind): Pick<RegularizerArm, 'configure'>[] {
  return [NOTHING_ADDED, ...regularizerArms.filter(({ kinds }) => kinds.includes(kind))];
}

function configure(
  preset: Preset,
  o: Overrides,
  own: Pick<RunConfig, 'kind' | 'depth' | 'seed' | 'regularizers'>,
): RunConfig {
  const recipe = { ...preset.recipe, ...preset.recipeByDepth?.[own.depth] };
  const data = configureData(preset.data, o);
  const batchSize = o.batchSize ?? recipe.batchSize;
  if (batchSize > data.trainSize) {
    throw new UsageError(
      `--batch-size must be 1 to ${data.trainSize} (--train-size, the images trained on); got ${batchSize}`,
    );
  }
  return {
    ...own,
    network: { ...preset.network, width: o.width ?? preset.network.width },
    data,
    recipe: {
      ...recipe,
      epochs: o.epochs ?? recipe.epochs,
      batchSize,
      learningRate: o.learningRate ?? recipe.learningRate,
      // Padding stays the same share of the image: 4 of 32 pixels, 2 of 16.
      cropPadding: Math.round((recipe.cropPadding * data.resolution) / preset.data.resolution),
    },
  };
}

/** Sizes that nobody asked for shrink to what there is; one that was asked for is refused. */
function configureData(preset: DataConfig, o: Overrides): DataConfig {
  const dataset = o.dataset ?? preset.dataset;
  const limits = splitLimits(dataset);
  const trainSize = o.trainSize ?? Math.min(preset.trainSize, limits.train);
  const data = {
    dataset,
    resolution: o.resolution ?? preset.resolution,
    trainSize,
    // The training error is measured on a part of the training images.
    trainEvalSize: Math.min(preset.trainEvalSize, trainSize),
    valSize: Math.min(preset.valSize, limits.val),
    testSize: Math.min(preset.testSize, limits.test),
  };
  validateSizes(data, limits);
  return data;
}

/** In arbitrary units: multiplications of one image through the network, times images trained on. */
export function relativeCost({ depth, network, data, recipe }: RunConfig): number {
  return depth * (network.width * data.resolution) ** 2 * data.trainSize * recipe.epochs;
}
