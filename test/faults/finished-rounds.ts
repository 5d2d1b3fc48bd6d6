import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const lineSchema = z.object({
  /** Of the program: what another has passed says nothing about this. */
  version: z.string(),
  fault: z.string(),
  seed: z.int(),
  ok: z.boolean(),
  seconds: z.number(),
  notes: z.array(z.string()),
  error: z.string().nullable(),
});
export type FinishedRound = z.infer<typeof lineSchema>;

/** A file of rounds, a line each, so that a campaign that was interrupted goes on. */
export class FinishedRounds {
  readonly #path: string;
  readonly #version: string;
  readonly #rounds: FinishedRound[];

  private constructor(path: string, version: string, rounds: FinishedRound[]) {
    this.#path = path;
    this.#version = version;
    this.#rounds = rounds;
  }

  /** @throws Error for a file that holds something else */
  static async open(path: string, version: string): Promise<FinishedRounds> {
    const text = await readFile(path, 'utf8').catch(error => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    // A last line without an end was cut off with its campaign.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
    const lines = whole.split('\n').filter(Boolean);
    const rounds = lines.map((line, i) => {
      try {
        return lineSchema.parse(JSON.parse(line));
      } catch (cause) {
        throw new Error(`${path}: line ${i + 1} is no finished round; name another file with --file`, {
          cause,
        });
      }
    });
    return new FinishedRounds(
      path,
      version,
      rounds.filter(round => round.version === version),
    );
  }

  /** Those of a fault with this version of the program. */
  of(fault: string): FinishedRound[] {
    return this.#rounds.filter(round => round.fault === fault);
  }

  async add(round: Omit<FinishedRound, 'version'>): Promise<void> {
    const whole = { version: this.#version, ...round };
    this.#rounds.push(whole);
    await mkdir(dirname(this.#path), { recursive: true });
    await appendFile(this.#path, `${JSON.stringify(whole)}\n`);
  }
}
