import { type ChildProcess, spawn } from 'node:child_process';
import type { SuiteEvent } from '../../src/suite/events.ts';
import { type Ended, root } from '../cli/fixtures.ts';
import { signalTo, treeOf, workersOf } from '../suite/fixtures.ts';

/** What a process shall live in. */
export interface Surroundings {
  /** Words before the program, which replace themselves by it or start it: `nsenter …`, `unshare …`. */
  readonly within?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Of Node.js; absent: that of this process. */
  readonly node?: string;
}

/** A command line in a process of its own, with `--json`. */
export class Child {
  readonly events: SuiteEvent[] = [];
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #hasEnded = false;

  constructor(
    args: readonly string[],
    { within = [], env = {}, node = process.execPath }: Surroundings = {},
  ) {
    const [program, ...words] = [...within, node, 'src/cli.js', ...args];
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
    this.#child = spawn(program!, words, {
      cwd: root,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let line = '';
    this.#child.stdout!.setEncoding('utf8').on('data', text => {
      this.#stdout += text;
      const lines = (line + text).split('\n');
      line = lines.pop()!;
      this.events.push(...lines.map(json => JSON.parse(json) as SuiteEvent));
    });
    this.#child.stderr!.setEncoding('utf8').on('data', text => {
      this.#stderr += text;
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', code => {
        this.#hasEnded = true;
        resolve({ code, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** How often it was heard of its training. */
  get signsOfTraining(): number {
    return this.events.filter(({ type }) => type === 'step' || type === 'epoch').length;
  }

  /** Those of its processes that train. */
  workers(): number[] {
    return treeOf(this.pid).flatMap(workersOf);
  }

  /** It, and all that it has started. */
  signalAll(signal: NodeJS.Signals): void {
    for (const pid of treeOf(this.pid)) signalTo(pid, signal);
  }
}
