import * as tf from '@tensorflow/tfjs';
import { fusedRecording } from '../engine/fused-kernels.ts';
import type { Recording, Replay } from '../engine/kernels.ts';
import { fusedMapsOf } from './fused-maps.ts';
import type { Maps, Statistics } from './maps.ts';
import { Tape } from './tape.ts';

/** Layers on an engine with fused kernels. @param statistics to be filled with those of the batch */
export type LayersToRepeat<S extends Statistics> = (maps: Maps, statistics: S[]) => tf.Tensor2D;

/** What came out of the layers, and the way back. All tensors are the layers' own. */
export interface PassThroughLayers<S extends Statistics> {
  readonly features: tf.Tensor2D;
  readonly statistics: readonly S[];
  /** @returns gradients of the variables, in their order */
  backward(dy: tf.Tensor2D): readonly tf.Tensor[];
}

/**
 * The same layers forward and backward on one batch after the other. From the second of a shape on, the kernels' calls
 * of the first are made again, in two calls altogether: what JavaScript does around a small kernel takes as long as the
 * kernel. What a pass yields is valid up to the next one, and no longer than these layers.
 */
export class RepeatedLayers<S extends Statistics> {
  private readonly variables: readonly tf.Variable[];
  private readonly layers: LayersToRepeat<S>;
  private shape: readonly number[] = [];
  /** Of the pass before, if that was the first of its shape, or cannot be replayed. */
  private made: MadePass<S> | null = null;
  private replayed: ReplayedPass<S> | null = null;
  private canBeReplayed = true;

  constructor(variables: readonly tf.Variable[], layers: LayersToRepeat<S>) {
    this.variables = variables;
    this.layers = layers;
  }

  /** @param images `[b, h, w, c]` */
  forward(images: tf.Tensor4D): PassThroughLayers<S> {
    const isOfShape = tf.util.arraysEqual(images.shape, [...this.shape]);
    if (!isOfShape) this.dispose();
    this.shape = images.shape;
    if (this.made) {
      this.made.freeResults();
      // Not before that: what the replay needs is as much again.
      this.replayed = this.made.compile();
      this.canBeReplayed = this.replayed !== null;
      this.made = null;
    }
    if (this.replayed) return this.replayed.forward(images);
    const recording = this.canBeReplayed ? fusedRecording() : null;
    this.made = new MadePass(images, this.variables, this.layers, recording);
    return this.made;
  }

  dispose(): void {
    this.made?.freeResults();
    this.made?.recording?.dispose();
    this.replayed?.dispose();
    this.made = null;
    this.replayed = null;
  }
}

class MadePass<S extends Statistics> implements PassThroughLayers<S> {
  readonly features: tf.Tensor2D;
  readonly statistics: S[] = [];
  readonly recording: Recording | null;
  private readonly tape: Tape;
  private gradients: readonly tf.Tensor[] | null = null;

  constructor(
    images: tf.Tensor4D,
    variables: readonly tf.Variable[],
    layers: LayersToRepeat<S>,
    recording: Recording | null,
  ) {
    this.recording = recording;
    this.tape = new Tape(variables, recording);
    const forward = () => tf.keep(tf.tidy(() => layers(fusedMapsOf(images, this.tape), this.statistics)));
    this.features = recording ? recording.part(images, forward) : forward();
  }

  backward(dy: tf.Tensor2D): readonly tf.Tensor[] {
    const { tape, recording } = this;
    const backward = () => tf.tidy(() => tape.backward(dy)).map(gradient => tf.keep(gradient));
    this.gradients = recording ? recording.part(dy, backward) : backward();
    return this.gradients;
  }

  freeResults(): void {
    tf.dispose([...this.results()]);
  }

  compile(): ReplayedPass<S> | null {
    // Of a pass that nobody took back, only half is known.
    const calls = this.gradients && this.recording?.compile(this.results());
    return calls ? new ReplayedPass(calls, this.statistics) : null;
  }

  private results(): tf.Tensor[] {
    const { features, statistics, gradients } = this;
    return [features, ...statistics.flatMap(({ mean, variance }) => [mean, variance]), ...(gradients ?? [])];
  }
}

class ReplayedPass<S extends Statistics> implements PassThroughLayers<S> {
  readonly features: tf.Tensor2D;
  readonly statistics: readonly S[];
  private readonly calls: Replay;
  private readonly gradients: readonly tf.Tensor[];

  /** @param statistics of the pass that was recorded, to be replaced by those of each batch */
  constructor(calls: Replay, statistics: readonly S[]) {
    const [features, ...others] = calls.results;
    this.calls = calls;
    this.features = features as tf.Tensor2D;
    this.statistics = statistics.map((recorded, i) => ({
      ...recorded,
      mean: others[2 * i] as tf.Tensor1D,
      variance: others[2 * i + 1] as tf.Tensor1D,
    }));
    this.gradients = others.slice(2 * statistics.length);
  }

  forward(images: tf.Tensor4D): this {
    this.calls.run(0, images);
    return this;
  }

  backward(dy: tf.Tensor2D): readonly tf.Tensor[] {
    this.calls.run(1, dy);
    return this.gradients;
  }

  dispose(): void {
    this.calls.dispose();
  }
}
