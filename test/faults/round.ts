import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RandomStream, randomStream } from '../../src/random.ts';
import { Child, type Surroundings } from './child.ts';

/** One trial of a fault: its chances, its folder, and what has to be cleared away after it. */
export class Round {
  readonly seed: number;
  /** The same seed makes the same decisions; when exactly something is hit depends on the machine. */
  readonly random: RandomStream;
  readonly folder: string;
  /** What happened, in words. */
  readonly notes: string[] = [];
  readonly #afterwards: (() => Promise<unknown>)[] = [];

  private constructor(seed: number, name: string, folder: string) {
    this.seed = seed;
    this.random = randomStream(seed, 'faults', name);
    this.folder = folder;
    this.afterwards(() => rm(folder, { recursive: true, force: true }));
  }

  static async open(seed: number, name: string): Promise<Round> {
    return new Round(seed, name, await mkdtemp(join(tmpdir(), 'degradation-lab-fault-')));
  }

  /** The last is done first. */
  afterwards(action: () => Promise<unknown>): void {
    this.#afterwards.unshift(action);
  }

  start(args: readonly string[], surroundings?: Surroundings): Child {
    const child = new Child(args, surroundings);
    this.afterwards(async () => {
      child.signalAll('SIGKILL');
      await child.ended.catch(() => {});
    });
    return child;
  }

  /**
   * Waits until a process was heard of its training a random number of times; however slow the machine is: that comes, or
   * `others` are done before.
   *
   * @returns whether it is training
   */
  async moment(of: Child, others: readonly Child[], most: number): Promise<boolean> {
    const moment = this.random.integer(1, most);
    const isOver = () => [of, ...others].some(child => child.hasEnded);
    while (of.signsOfTraining < moment && !isOver()) await delay(10);
    this.notes.push(`moment ${moment}${isOver() ? ', too late' : ''}`);
    return !isOver();
  }

  /** May be called again, for what was made meanwhile. @throws what went wrong, when all was tried */
  async end(): Promise<void> {
    const errors: unknown[] = [];
    for (let action = this.#afterwards.shift(); action; action = this.#afterwards.shift()) {
      await action().catch(error => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }
}

/** Waits for the end of a process, which shall be a good one. */
export async function endsWell(child: Child, codes: readonly number[] = [0]): Promise<void> {
  const { code, stdout, stderr } = await child.ended;
  assert.ok(
    code !== null && codes.includes(code),
    `exit code ${code}, expected ${codes.join(' or ')}:\n${stderr}\n${stdout.slice(-2000)}`,
  );
}
