import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Contestant } from './contestants.ts';
import { peakMemoryIn } from './peak-memory.ts';
import type {
  BuildAnswer,
  BuildRequest,
  ErrorAnswer,
  ProfileAnswer,
  ProfileRequest,
  Request,
  RunAnswer,
  RunRequest,
} from './protocol.ts';

const STOP_MILLISECONDS = 5000;

/** A contestant at work: answers one request at a time and waits, without computing, between them. */
export class ContestantProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly closed: Promise<void>;
  /** Why nothing more can be asked, once that is so. */
  private ended: Error | undefined;
  private peakMemoryKnown = false;
  private waiting: { resolve(answer: unknown): void; reject(reason: Error): void } | undefined;

  constructor({ name, command, args, env: added, folder }: Contestant) {
    const { OMP_NUM_THREADS, TF_NUM_INTRAOP_THREADS, ...inherited } = process.env;
    const env = { ...inherited, ...added };
    this.child = spawn(command, args, { env, cwd: folder });
    let lastWords = '';
    this.child.stderr.setEncoding('utf8').on('data', text => {
      lastWords = (lastWords + text).slice(-2000);
    });
    // Whoever wrote into a process that is gone learns why from its end.
    this.child.stdin.on('error', () => {});
    this.child.on('error', cause => this.end(new Error(`${command} cannot be started: ${cause.message}`)));
    createInterface({ input: this.child.stdout }).on('line', line => this.receive(line));
    this.closed = new Promise(resolve => {
      this.child.on('close', (code, signal) => {
        const how = signal ? `was killed by ${signal}` : `ended with exit code ${code}`;
        const why = lastWords.trim().split('\n').at(-1);
        this.end(new Error(`the process of ${name} ${how}${why ? `: ${why}` : ''}`));
        resolve();
      });
    });
  }

  /** @throws Error with the contestant's own words, or how its process ended */
  async ask(request: BuildRequest): Promise<BuildAnswer>;
  async ask(request: RunRequest): Promise<RunAnswer>;
  async ask(request: ProfileRequest): Promise<ProfileAnswer>;
  async ask(request: Request): Promise<unknown> {
    if (this.ended) throw this.ended;
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  /** Forgets how much memory was in use so far. */
  resetPeakMemory(): void {
    try {
      writeFileSync(`/proc/${this.child.pid}/clear_refs`, '5');
      this.peakMemoryKnown = true;
    } catch {
      // Only Linux can, and not in every sandbox.
      this.peakMemoryKnown = false;
    }
  }

  /** The most memory that was resident at one time since the reset, in bytes; null where nobody can tell. */
  peakMemory(): number | null {
    if (!this.peakMemoryKnown) return null;
    return peakMemoryIn(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'));
  }

  async stop(): Promise<void> {
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MILLISECONDS);
    await this.closed;
    clearTimeout(timer);
  }

  private receive(line: string): void {
    try {
      const answer: object | ErrorAnswer = JSON.parse(line);
      if ('error' in answer) throw new Error(String(answer.error));
      this.waiting?.resolve(answer);
    } catch (error) {
      const reason = error instanceof SyntaxError ? new Error(`not an answer: ${line}`) : (error as Error);
      this.waiting?.reject(reason);
    }
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    this.waiting?.reject(this.ended);
  }
}
