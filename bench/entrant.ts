import { setTimeout } from 'node:timers/promises';
import { ContestantProcess } from './contestant-process.ts';
import type { Contestant } from './contestants.ts';
import { median } from './median.ts';
import { comparedSteps, WARM_UP_STEPS } from './networks.ts';
import type { BuildRequest, ProfileAnswer } from './protocol.ts';

/** Largest relative difference of a loss from the median of all contestants; rounding stays far below it. */
const LOSS_TOLERANCE = 1e-3;
/** Length of each contestant's turn in a round. */
export const TURN_SECONDS = 1.5;
/** Before each turn: threads of the one before may look for more work for a while before they sleep. */
export const PAUSE_MILLISECONDS = 300;

/** What one contestant did with one network. */
export interface Measured {
  readonly name: string;
  readonly group: string;
  readonly threads: number;
  /** One value a round. */
  readonly imagesPerSecond: readonly number[];
  /** Most memory resident at one time after the warm-up, in bytes; null where the system does not tell. */
  readonly peakMemory: number | null;
  /** Of the first steps, as far as all contestants have to have the same. */
  readonly losses: readonly number[];
  readonly versions: Readonly<Record<string, string>>;
  readonly profile: ProfileAnswer | null;
}

/** A contestant that has built one network and is warm: it takes a turn whenever it is told to. */
export class Entrant {
  private readonly process: ContestantProcess;
  private readonly contestant: Contestant;
  private readonly imagesPerSecond: number[] = [];
  private losses: readonly number[] = [];
  private versions: Readonly<Record<string, string>> = {};
  private imagesPerStep = 0;
  private stepsPerTurn = 0;

  constructor(contestant: Contestant) {
    this.contestant = contestant;
    this.process = new ContestantProcess(contestant);
  }

  get threads(): number {
    return this.contestant.threads;
  }

  /** @throws Error when it is not available, or builds another network */
  async warmUp(request: BuildRequest, parameters: number): Promise<void> {
    const built = await this.process.ask(request);
    if (built.parameters !== parameters) {
      throw new Error(`its network has ${built.parameters} parameters instead of ${parameters}`);
    }
    this.versions = built.versions;
    const { losses } = await this.process.ask({ run: WARM_UP_STEPS });
    this.losses = losses.slice(0, comparedSteps(request.build));
    const { seconds } = await this.process.ask({ run: 1 });
    this.imagesPerStep = request.batch;
    this.stepsPerTurn = Math.ceil(TURN_SECONDS / seconds);
    this.process.resetPeakMemory();
  }

  /** @throws Error when the losses of the warm-up are not the median of those of `all` */
  requireEqualLosses(all: readonly Entrant[]): void {
    const expected = this.losses.map((_, step) => median(all.map(({ losses }) => losses[step]!)));
    if (relativeDifference(this.losses, expected) <= LOSS_TOLERANCE) return;
    const list = (losses: readonly number[]) => losses.join(', ');
    throw new Error(
      `it trains something else: its first losses are ${list(this.losses)}; the median of all is ${list(expected)}`,
    );
  }

  async takeTurn(): Promise<void> {
    await setTimeout(PAUSE_MILLISECONDS);
    const { seconds } = await this.process.ask({ run: this.stepsPerTurn });
    this.imagesPerSecond.push((this.stepsPerTurn * this.imagesPerStep) / seconds);
  }

  /** To be called after the last turn: clocks around kernels cost time. */
  async result(): Promise<Measured> {
    const { contestant, imagesPerSecond, losses, versions, process } = this;
    const { name, group, threads, profiles } = contestant;
    const peakMemory = process.peakMemory();
    const profile = profiles ? await process.ask({ profile: this.stepsPerTurn }) : null;
    return { name, group, threads, imagesPerSecond, losses, versions, peakMemory, profile };
  }

  stop(): Promise<void> {
    return this.process.stop();
  }
}

/** Of the values that differ most; NaN where a value is none. */
export function relativeDifference(values: readonly number[], expected: readonly number[]): number {
  return Math.max(...values.map((value, i) => Math.abs(value / expected[i]! - 1)));
}
