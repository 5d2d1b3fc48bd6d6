import type { Command, Told } from '../protocol.ts';
import { binaries, workerSource } from './data.ts';

let address: string | undefined;

/** A worker that trains one network. */
export class Trainer {
  readonly #worker: Worker;

  constructor(hear: (told: Told) => void) {
    address ??= URL.createObjectURL(new Blob([workerSource()], { type: 'text/javascript' }));
    this.#worker = new Worker(address);
    this.#worker.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
    this.#worker.onerror = event => hear({ type: 'failed', message: event.message });
    this.send({ type: 'open', binaries: binaries() });
  }

  send(command: Command): void {
    this.#worker.postMessage(command);
  }

  end(): void {
    this.#worker.terminate();
  }
}
