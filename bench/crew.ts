import { setTimeout } from 'node:timers/promises';
import { ContestantProcess } from './contestant-process.ts';
import { engineContestant } from './contestants.ts';
import { PAUSE_MILLISECONDS, TURN_SECONDS } from './entrant.ts';
import type { Setting } from './growth-settings.ts';
import { RECIPE, WARM_UP_STEPS } from './networks.ts';

/** Processes that train networks of one setting side by side. */
export class Crew {
  private readonly setting: Setting;
  private readonly processes: readonly ContestantProcess[];
  private stepsPerTurn = 0;

  constructor(engine: string, setting: Setting) {
    const contestant = engineContestant(engine, setting.threads);
    this.setting = setting;
    this.processes = Array.from({ length: setting.workers }, () => new ContestantProcess(contestant));
  }

  /** @throws Error where a process cannot train this */
  async warmUp(): Promise<void> {
    const { network } = this.setting;
    const request = { build: network, batch: network.batch, recipe: RECIPE };
    await this.all(process => process.ask(request));
    await this.all(process => process.ask({ run: WARM_UP_STEPS }));
    const [first] = this.processes;
    const { seconds } = await first!.ask({ run: 1 });
    this.stepsPerTurn = Math.ceil(TURN_SECONDS / seconds);
    for (const process of this.processes) process.resetPeakMemory();
  }

  /** Images per second of all together. */
  async takeTurn(): Promise<number> {
    await setTimeout(PAUSE_MILLISECONDS);
    const answers = await this.all(process => process.ask({ run: this.stepsPerTurn }));
    const images = this.stepsPerTurn * this.setting.network.batch;
    return answers.reduce((sum, { seconds }) => sum + images / seconds, 0);
  }

  /** The most memory that was resident since the warm-up, of all together, in bytes; null where nobody can tell. */
  peakMemory(): number | null {
    const peaks = this.processes.map(process => process.peakMemory());
    return peaks.includes(null) ? null : peaks.reduce<number>((sum, peak) => sum + peak!, 0);
  }

  async stop(): Promise<void> {
    await this.all(process => process.stop());
  }

  private all<T>(part: (process: ContestantProcess) => Promise<T>): Promise<T[]> {
    return Promise.all(this.processes.map(part));
  }
}
