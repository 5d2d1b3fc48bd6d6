import { sourceOf } from '../data/registry.ts';
import { executionOf } from '../model/execution.ts';
import { regularization } from '../regularizers/regularization.ts';
import type { RunConfig } from '../run/config.ts';
import { growthEpoch, stepsPerEpoch, totalEpochs, totalSteps } from '../run/steps.ts';
import { architectureAfter, layersAfter } from '../train/run-layers.ts';
import { passesOf, type RunPass } from '../train/run-passes.ts';

/** Making the splits, building the network, beginning the files. */
const RUN_START_SECONDS = 0.5;

/** What knows how long passes take. */
export interface PassClock {
  /** Whether its engine fuses layers, where nothing is against it. */
  readonly fuses: boolean;
  /** Seconds of one pass through the layers that a run has after `epoch` epochs. */
  seconds(config: RunConfig, epoch: number, pass: RunPass): number | Promise<number>;
}

/**
 * Seconds that each run would take: of all its passes, through the layers that it has by then. What passes of equal layers
 * take is asked once.
 */
export async function estimateSeconds(configs: readonly RunConfig[], clock: PassClock): Promise<number[]> {
  const known = new Map<string, number>();
  const all: number[] = [];
  for (const config of configs) {
    let seconds = RUN_START_SECONDS;
    for (const { epoch, pass, times } of workOf(config)) {
      const key = JSON.stringify(deciding(config, epoch, pass, clock.fuses));
      if (!known.has(key)) known.set(key, await clock.seconds(config, epoch, pass));
      seconds += times * known.get(key)!;
    }
    all.push(seconds);
  }
  return all;
}

/** Passes of one kind, through the layers that a run has after `epoch` epochs. */
interface Work {
  readonly epoch: number;
  readonly pass: RunPass;
  readonly times: number;
}

/** Of a whole run, unless a regularizer stops it early. */
function workOf(config: RunConfig): Work[] {
  const { hooks } = regularization(config.regularizers, config.seed);
  const last = totalEpochs(config);
  const stages = [...new Set([0, growthEpoch(config)])];
  return stages.flatMap((epoch, i) => {
    // An epoch is trained with the layers that there are after the one before it, and measured with its own.
    const end = stages[i + 1] ?? last + 1;
    const [firstStep, lastStep] = [epoch, end].map(stepsAfter(config)) as [number, number];
    const inSteps = config.probes?.steps?.filter(step => step > firstStep && step <= lastStep) ?? [];
    const moments: Readonly<Record<RunPass['when'], number>> = {
      steps: lastStep - firstStep,
      epochs: end - epoch,
      'epochs and steps': end - epoch + inSteps.length,
      start: epoch === 0 ? 1 : 0,
      end: end > last ? 1 : 0,
    };
    return passesOf(config, layersAfter(epoch, config), hooks)
      .map(pass => ({ epoch, pass, times: moments[pass.when] * pass.times }))
      .filter(({ times }) => times > 0);
  });
}

function stepsAfter(config: RunConfig): (epochs: number) => number {
  return epochs => Math.min(totalSteps(config), epochs * stepsPerEpoch(config));
}

/**
 * All that decides how long a pass takes. Seeds do not, nor do regularizers beyond where they act: what penalties and
 * updates take is little.
 */
function deciding(config: RunConfig, epoch: number, { images, training, hooks }: RunPass, fuses: boolean) {
  const { kind, network, data, recipe } = config;
  return {
    architecture: architectureAfter(epoch, config),
    shape: sourceOf(data).inputShape(data),
    optimizer: recipe.optimizer.name,
    images,
    training,
    execution: executionOf({ kind, ...network }, hooks, fuses),
    // Behind the last pooling there is next to nothing to be done.
    hooks: hooks.filter(hook => hook !== 'features'),
  };
}
