import type { Binaries, Command, Told } from '../protocol.ts';
import { runConfigOf } from '../run-config.ts';
import type { PageEngine } from '../settings.ts';
import { dataFor } from './data.ts';
import { Session } from './session.ts';

/** Opens what computes, or makes it the current one again; returns versions. @param report of what fails later, unasked */
export type OpenEngine = (
  engine: PageEngine,
  binaries: Binaries,
  report: (message: string) => void,
) => Promise<Readonly<Record<string, string>>>;

/** Does what a page asks for, one thing after the other, and trains between them while it is to. */
export class Conductor {
  readonly #open: OpenEngine;
  readonly #tell: (told: Told) => void;
  readonly #commands: Command[] = [];
  #binaries: Binaries | null = null;
  #engine: PageEngine | null = null;
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
        this.#binaries = command.binaries;
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
  async #configure({ settings, place, carried }: Extract<Command, { type: 'configure' }>): Promise<void> {
    this.#running = false;
    await this.#session?.dispose();
    this.#session = null;
    await this.#compute(settings.engine);
    const { config, regularized } = runConfigOf(settings, place);
    this.#session = new Session(config, dataFor(config, carried), this.#tell);
    this.#session.introduce(regularized);
    await this.#session.advance();
  }

  async #compute(engine: PageEngine): Promise<void> {
    if (this.#engine === engine) return;
    if (!this.#binaries) throw new Error('a network came before what computes it');
    // Until it is open, none is.
    this.#engine = null;
    const versions = await this.#open(engine, this.#binaries, message => {
      this.#running = false;
      this.#tell({ type: 'failed', message });
    });
    this.#engine = engine;
    this.#tell({ type: 'opened', engine, versions });
  }
}
