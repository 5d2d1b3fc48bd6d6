import * as tf from '@tensorflow/tfjs';
import { turn } from '#platform/turn.ts';
import type { Splits } from '../data/index.ts';
import type { Network } from '../model/network.ts';
import {
  type LossAndGradients,
  startMovingStatistics,
  trainingPasses,
  updateMovingStatistics,
} from '../model/training-pass.ts';
import { createOptimizer } from '../optimizers/create.ts';
import type { ProbeSubject } from '../probes/probe.ts';
import { probesAt } from '../probes/registry.ts';
import { randomStream } from '../random.ts';
import { type Regularization, regularization } from '../regularizers/regularization.ts';
import type { EpochErrors } from '../regularizers/regularizer.ts';
import type { RunConfig } from '../run/config.ts';
import { growthEpoch, passesPerEpoch, totalSteps } from '../run/steps.ts';
import { areFinite } from './finite.ts';
import { type GrownRecord, grow } from './growth.ts';
import { type Measurement, measure, measureMore, probeBatchOf, probed } from './measure.ts';
import { learningRateAt } from './schedule.ts';
import { rememberNetwork, restoreNetwork, restoreSnapshot, type Snapshot, takeSnapshot } from './snapshot.ts';
import type { TrainingState } from './training-state.ts';

/** The loss is read back every so many steps, to notice divergence; nothing else is within an epoch. */
const LOSS_CHECK_STEPS = 50;

/** After every step. Carries no measurement, so that nothing waits for the device. */
export interface StepRecord {
  readonly type: 'step';
  readonly step: number;
  readonly totalSteps: number;
}

export interface EpochRecord extends Omit<Measurement, 'answers'> {
  readonly type: 'epoch';
  /** 0 is before training. */
  readonly epoch: number;
  readonly step: number;
  /** Of the epoch's last step. */
  readonly learningRate: number;
  /** Mean over the epoch's batches, augmented, in training mode; null at epoch 0. */
  readonly batchLoss: number | null;
  readonly trainSeconds: number;
  readonly imagesTrained: number;
  /** Of weights that may be the run's result: the last ones, or those that a regularizer may return to. Else `null`. */
  readonly answers: Measurement['answers'] | null;
  /** Copies the state to the host; to be called before the generator is advanced. */
  readonly snapshot: () => Promise<Snapshot>;
}

/** What probes see in the middle of an epoch, at a step that the run's probes name. */
export interface ProbeRecord extends Pick<Measurement, 'rows'> {
  readonly type: 'probe';
  /** The epoch that the step belongs to, which has not ended yet. */
  readonly epoch: number;
  readonly step: number;
}

/** The network has the weights of an earlier epoch again, as a regularizer asked for; nothing follows. */
export interface RestoredRecord {
  readonly type: 'restored';
  readonly epoch: number;
}

/** The loss, or another number, is none any more; nothing follows. */
export interface DivergenceRecord {
  readonly type: 'diverged';
  readonly epoch: number;
  readonly step: number;
}

export type TrainingRecord =
  | StepRecord
  | ProbeRecord
  | GrownRecord
  | EpochRecord
  | RestoredRecord
  | DivergenceRecord;

/**
 * Looks at a step's loss and gradients, as the loss alone makes them, before the update that follows from them. It changes
 * none of it, and keeps none of it: what it reads from the device is waited for.
 */
export type Watch = (
  seen: Pick<LossAndGradients, 'loss' | 'gradients'>,
  step: number,
) => void | Promise<void>;

/**
 * Trains a network as `config` says, yielding what was measured before training and after every epoch.
 * Everything random comes from streams of the run's seed, so a run that continues from a snapshot yields what
 * an uninterrupted one would have.
 *
 * @param initial a network of the run, as deep as it is after the epoch of `resume`, or 0: see `depthAfter`
 * @param resume snapshot of an earlier, equal run; epochs up to it are not yielded again
 * @param watch called at every step, for who looks on
 */
export async function* train(
  config: RunConfig,
  initial: Network,
  splits: Splits,
  resume?: Snapshot,
  watch?: Watch,
): AsyncGenerator<TrainingRecord, void, undefined> {
  const { recipe } = config;
  const lastStep = totalSteps(config);
  const grownAt = growthEpoch(config);
  const asked = config.probes?.measure;
  let state: TrainingState = {
    config,
    network: initial,
    optimizer: createOptimizer(recipe.optimizer, initial.parameters.trainable),
    probeBatch: await probeBatchOf(splits, recipe.batchSize),
  };
  const regularized = regularization(config.regularizers, config.seed);
  let { epoch, step } = resume ?? { epoch: 0, step: 0 };
  const history: EpochErrors[] = [...(resume?.history ?? [])];
  let remembered = resume?.remembered ?? null;
  let stop = history.length > 0 && regularized.afterEpoch(history).stop;
  try {
    if (resume) restoreSnapshot(state.network, state.optimizer, resume);
    for (let first = !resume; first || (step < lastStep && !stop); first = false) {
      const before = step;
      const started = performance.now();
      let batchLoss: number | null = null;
      if (!first) {
        epoch++;
        const trained = yield* trainEpoch(state, splits, regularized, { epoch, step }, watch);
        ({ step, batchLoss } = trained);
      }
      const trainSeconds = (performance.now() - started) / 1000;
      if (!Number.isFinite(batchLoss ?? 0)) return yield { type: 'diverged', epoch, step };
      if (!first && epoch === grownAt) {
        state = grow(state);
        yield { type: 'grown', epoch, network: state.network };
      }
      if (first) startMovingStatistics(state.network, state.probeBatch);
      const subject = subjectOf(state, splits, regularized);
      const measured = await measure(subject, probesAt(first ? 'start' : 'epoch', asked));
      if (!measured || !(await areFinite(valuesOf(state)))) return yield { type: 'diverged', epoch, step };
      // Weights of a network that is to grow are none to return to, and before it has grown it is not to end.
      if (epoch >= grownAt) {
        const { trainErrorPct, valErrorPct } = measured;
        history.push({ epoch, trainErrorPct, valErrorPct });
        const verdict = regularized.afterEpoch(history);
        if (verdict.remember) remembered = await rememberNetwork(state.network, epoch);
        stop = verdict.stop;
      }
      // Of the weights that training ended with, also where those of an earlier epoch are restored below.
      const isLast = stop || step >= lastStep;
      const complete = isLast ? await measureMore(measured, subject, probesAt('end', asked)) : measured;
      if (!complete) return yield { type: 'diverged', epoch, step };
      yield {
        type: 'epoch',
        epoch,
        step,
        learningRate: learningRateAt(Math.max(0, step - 1), lastStep, recipe),
        batchLoss,
        ...complete,
        answers: (remembered ? remembered.epoch === epoch : isLast) ? complete.answers : null,
        trainSeconds,
        imagesTrained: (step - before) * recipe.batchSize,
        snapshot: () =>
          takeSnapshot(state.network, state.optimizer, { epoch, step, history: [...history], remembered }),
      };
    }
    if (remembered && remembered.epoch !== epoch) {
      restoreNetwork(state.network, remembered);
      yield { type: 'restored', epoch: remembered.epoch };
    }
  } finally {
    tf.dispose([state.probeBatch.inputs, state.probeBatch.labels]);
    state.optimizer.dispose();
  }
}

interface Trained {
  readonly step: number;
  /** Mean over the epoch, or the first loss that was seen not to be a number. */
  readonly batchLoss: number;
}

async function* trainEpoch(
  state: TrainingState,
  splits: Splits,
  regularized: Regularization,
  { epoch, step: firstStep }: { epoch: number; step: number },
  watch?: Watch,
): AsyncGenerator<StepRecord | ProbeRecord, Trained, undefined> {
  const { config, network, optimizer } = state;
  const { recipe, seed, probes } = config;
  const lastStep = totalSteps(config);
  const weights = new Map(network.parameters.layers.map(({ parameter, kernel }) => [parameter, kernel]));
  // Not for longer than an epoch: what is measured after it needs memory, too.
  const passes = trainingPasses(network);
  let step = firstStep;
  let lossSum: tf.Tensor = tf.scalar(0);
  try {
    for await (const batch of splits.trainingBatches({
      batchSize: recipe.batchSize,
      passesPerEpoch: passesPerEpoch(recipe),
      seed,
      epoch,
    })) {
      const hooks = regularized.atStep(step);
      const random = (layer: string) => randomStream(seed, 'layer', layer, step);
      const pass = passes.next(batch, hooks, random);
      await watch?.(pass, step);
      const learningRate = learningRateAt(step, lastStep, recipe);
      tf.tidy(() =>
        optimizer.step(hooks.gradients(pass.gradients, weights), learningRate, recipe.weightDecay),
      );
      updateMovingStatistics(pass.batchStatistics);
      const sum = tf.add(lossSum, pass.loss);
      tf.dispose([lossSum, batch.inputs, batch.labels]);
      lossSum = sum;
      pass.dispose();
      step++;
      if (step % LOSS_CHECK_STEPS === 0 || step === lastStep) {
        const [soFar] = await lossSum.data();
        if (!Number.isFinite(soFar)) return { step, batchLoss: soFar! };
      }
      yield { type: 'step', step, totalSteps: lastStep };
      if (probes?.steps?.includes(step)) {
        const subject = subjectOf(state, splits, regularized);
        const rows = await probed(subject, probesAt('step', probes.measure));
        if (!rows) return { step, batchLoss: Number.NaN };
        yield { type: 'probe', epoch, step, rows };
      }
      if (step === lastStep) break;
      // Lets messages, signals and the end of a parent process be noticed between two steps.
      await turn();
    }
    const [total] = await lossSum.data();
    return { step, batchLoss: total! / (step - firstStep) };
  } finally {
    lossSum.dispose();
    passes.dispose();
  }
}

function subjectOf(
  { config, network, probeBatch }: TrainingState,
  splits: Splits,
  { evaluation }: Regularization,
): ProbeSubject {
  const { seed, probes } = config;
  return { network, batch: probeBatch, splits, evaluation, seed, landscapeSide: probes?.landscapeSide };
}

/** All that the next step begins with. */
function valuesOf({ network: { parameters }, optimizer }: TrainingState): tf.Variable[] {
  return [...parameters.trainable.values(), ...parameters.statistics.values(), ...optimizer.state.values()];
}
