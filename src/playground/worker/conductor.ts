import { prepareSplits } from '../../data/images/splits.ts';
import type { Binaries, Command, Told } from '../protocol.ts';
import { runConfigOf } from '../run-config.ts';
import { imagesFor } from './images.ts';
import { imageDataOf, Session } from './session.ts';

/** Opens what computes, from its binaries; returns versions. */
export type OpenEngine = (binaries: Binaries) => Promise<Readonly<Record<string, string>>>;

/** Does what a page asks for, one thing after the other, and trains between them while it is to. */
export class Conductor {
  readonly #open: OpenEngine;
  readonly #tell: (told: Told) => void;
  readonly #commands: Command[] = [];
  #session: Session | null = null;
  #running = false;
  #working = false;

  constructor(open: OpenEngine, tell: (told: Told) => void) {
    this.#open = open;
    this.#tell = tell;
  }

  /** Returns at once; what becomes of the command is told. */
  receive(command: Command): void {
    this.#commands.push(command);
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#commands.length > 0 || this.#running) {
      try {
        const command = this.#commands.shift();
        if (command) await this.#obey(command);
        else this.#running = (await this.#session!.advance()) !== null;
      } catch (error) {
        this.#running = false;
        this.#tell({ type: 'failed', message: (error as Error).message });
      }
    }
    this.#working = false;
    this.#tell({ type: 'rests' });
  }

  async #obey(command: Command): Promise<void> {
    switch (command.type) {
      case 'open':
        this.#tell({ type: 'opened', versions: await this.#open(command.binaries) });
        return;
      case 'configure':
        return this.#configure(command);
      case 'pause':
        this.#running = false;
        return;
    }
    const session = this.#session;
    if (!session) throw new Error(`"${command.type}" came before there was a network`);
    switch (command.type) {
      case 'run':
        this.#running = true;
        return;
      case 'step':
        this.#running = false;
        await session.step();
        return;
      case 'rewind':
        return session.rewind(command.epoch);
      case 'lesion':
        return session.lesion(command.removed);
    }
  }

  /** Another network, which begins with its measurement before training. */
  async #configure({ settings, place, images }: Extract<Command, { type: 'configure' }>): Promise<void> {
    this.#running = false;
    await this.#session?.dispose();
    this.#session = null;
    const { config, regularized } = runConfigOf(settings, place);
    const raw = imagesFor(config.data.dataset, images);
    const splits = prepareSplits(raw, imageDataOf(config), config.seed);
    this.#session = new Session(config, splits, this.#tell);
    this.#session.introduce(regularized);
    await this.#session.advance();
  }
}
