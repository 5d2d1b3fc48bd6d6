import * as tf from '@tensorflow/tfjs';
import type { Batch, Splits } from '../../data/types.ts';
import type { Network } from '../../model/network.ts';
import { gradientNorms } from '../../probes/measure/gradient-norms.ts';
import { damaged } from '../../probes/measure/lesions.ts';
import { regularization } from '../../regularizers/regularization.ts';
import type { RunConfig } from '../../run/config.ts';
import { networkAfter } from '../../suite/run-network.ts';
import { evaluate } from '../../train/evaluate.ts';
import { type EpochRecord, type TrainingRecord, train, type Watch } from '../../train/loop.ts';
import { probeBatchOf } from '../../train/measure.ts';
import type { Snapshot } from '../../train/snapshot.ts';
import type { Errors, Examples, Told } from '../protocol.ts';
import type { LearnedFrom } from './data.ts';
import { KeptSnapshots } from './kept.ts';
import { answersTo, normsOf } from './looking.ts';
import { Pace } from './pace.ts';

/** Milliseconds from one look at a step's gradients to the next, and from one look at examples to the next. */
const LOOK = 60;
const ASK = 400;

/** One network in training, that can be stopped after any step, gone back with and looked into. */
export class Session {
  readonly #config: RunConfig;
  readonly #splits: Splits;
  readonly #examples: Examples;
  readonly #classes: number;
  readonly #tell: (told: Told) => void;
  readonly #evaluation: ReturnType<typeof regularization>['evaluation'];
  readonly #kept = new KeptSnapshots();
  readonly #looks = new Pace(LOOK);
  readonly #asks = new Pace(ASK);
  #network: Network;
  #records: AsyncGenerator<TrainingRecord, void, undefined>;
  #epoch = 0;
  #seen: { readonly loss: number; readonly norms: readonly number[] } | null = null;
  /** When the last step was made, if nothing else has happened since. */
  #stepped: number | null = null;
  #rate: number | null = null;

  constructor(config: RunConfig, { splits, classes, examples }: LearnedFrom, tell: (told: Told) => void) {
    this.#config = config;
    this.#splits = splits;
    this.#examples = examples;
    this.#classes = classes;
    this.#tell = tell;
    this.#evaluation = regularization(config.regularizers, config.seed).evaluation;
    this.#network = networkAfter(0, config);
    this.#records = this.#train();
  }

  /** Tells of the network. @param regularized whether the regularizer that was asked for acts on it */
  introduce(regularized: boolean): void {
    const { parameters, blocks } = this.#network;
    this.#tell({
      type: 'ready',
      parameters: parameters.count(),
      classes: this.#classes,
      batchSize: this.#config.recipe.batchSize,
      trained: this.#config.data.trainSize,
      layers: parameters.layers.map(({ name }) => name),
      blocks: blocks.map(({ name, keepsShape }) => ({ name, keepsShape })),
      regularized,
      examples: this.#examples,
    });
  }

  /** What happens next: the measurement before training, a step, or the end of an epoch. @returns null where nothing does */
  async advance(): Promise<TrainingRecord['type'] | null> {
    const { value: record } = await this.#records.next();
    if (!record) {
      this.#tell({ type: 'ended', why: 'finished' });
      return null;
    }
    if (record.type === 'step') await this.#tellStep(record.step);
    else this.#stepped = null;
    if (record.type === 'epoch') await this.#tellEpoch(record);
    if (record.type === 'diverged' || record.type === 'restored') {
      this.#tell({ type: 'ended', why: record.type });
      return null;
    }
    return record.type;
  }

  /** One step of training, with gradients before and after it on the same images. */
  async step(): Promise<boolean> {
    const batch = await probeBatchOf(this.#splits, this.#config.recipe.batchSize);
    try {
      const before = await this.#normsOn(batch);
      this.#looks.now();
      for (let type = await this.advance(); type !== 'step'; type = await this.advance()) {
        if (type === null) return false;
        this.#looks.now();
      }
      this.#stepped = null;
      this.#tell({ ...this.#lastStep!, norms: await this.#normsOn(batch), before, examplesPerSecond: null });
      await this.#ask();
      return true;
    } finally {
      tf.dispose([batch.inputs, batch.labels]);
    }
  }

  /** Goes on from the end of an epoch again, with the numbers that came then. @throws Error where it is not kept */
  async rewind(epoch: number): Promise<void> {
    const snapshot = this.#kept.backTo(epoch);
    await this.#records.return();
    this.#network.dispose();
    this.#network = networkAfter(epoch, this.#config);
    this.#epoch = epoch;
    this.#stepped = null;
    this.#records = this.#train(snapshot);
    this.#tell({ type: 'rewound', epoch });
  }

  /** Errors with some blocks taken out, and of the whole network. */
  async lesion(removed: readonly number[]): Promise<void> {
    this.#stepped = null;
    const order = this.#network.blocks.map((_, place) => place);
    const whole = await this.#errorsOf(this.#network);
    const without = await this.#errorsOf(damaged(this.#network, { removed, order }));
    this.#tell({ type: 'lesion', removed, without, whole });
  }

  async dispose(): Promise<void> {
    await this.#records.return();
    this.#network.dispose();
  }

  #lastStep: Extract<Told, { type: 'step' }> | null = null;

  #train(from?: Snapshot): AsyncGenerator<TrainingRecord, void, undefined> {
    const watch: Watch = async ({ loss, gradients }) => {
      if (!this.#looks.isDue()) return;
      const norms = await normsOf(this.#network, gradients);
      this.#seen = { loss: (await loss.data())[0]!, norms };
    };
    return train(this.#config, this.#network, this.#splits, from, watch);
  }

  async #tellStep(step: number): Promise<void> {
    const now = performance.now();
    const { batchSize } = this.#config.recipe;
    if (this.#stepped !== null) {
      const rate = (1000 * batchSize) / Math.max(1e-3, now - this.#stepped);
      // As steps vary, what is shown is theirs of the last dozen or so.
      this.#rate = this.#rate === null ? rate : this.#rate + (rate - this.#rate) / 12;
    }
    this.#stepped = now;
    if (this.#seen) {
      const examplesPerSecond = this.#rate;
      this.#lastStep = {
        type: 'step',
        step,
        epoch: this.#epoch + 1,
        ...this.#seen,
        before: null,
        examplesPerSecond,
      };
      this.#tell(this.#lastStep);
      this.#seen = null;
    }
    if (this.#asks.isDue()) await this.#ask();
  }

  async #tellEpoch(record: EpochRecord): Promise<void> {
    const { epoch, step, trainErrorPct, testErrorPct, trainLoss, testLoss, rows } = record;
    this.#epoch = epoch;
    await this.#kept.add(epoch, record.snapshot);
    this.#tell({
      type: 'epoch',
      epoch,
      step,
      trainErrorPct,
      testErrorPct,
      trainLoss,
      testLoss,
      norms: rows.gradients!.map(row => row.grad_norm),
      responses: rows.responses!.map(row => row.std),
      kept: this.#kept.epochs,
    });
    await this.#ask();
  }

  async #ask(): Promise<void> {
    this.#tell(await answersTo(this.#network, this.#splits, this.#evaluation));
  }

  async #normsOn(batch: Batch): Promise<number[]> {
    return (await gradientNorms(this.#network, batch)).map(({ gradNorm }) => gradNorm);
  }

  async #errorsOf(network: Pick<Network, 'forward'>): Promise<Errors> {
    const train = await evaluate(network, this.#splits.trainEval, this.#evaluation);
    const test = await evaluate(network, this.#splits.test, this.#evaluation);
    return { trainErrorPct: train.errorPct, testErrorPct: test.errorPct };
  }
}
