import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { runProgram } from '../../src/cli/program.ts';
import type { SuiteEvent } from '../../src/suite/events.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Suite {
  readonly child: ChildProcess;
  /** With `--json`: events as they arrive. */
  readonly events: SuiteEvent[];
  readonly ended: Promise<Ended>;
}

interface SpawnOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Before the program is loaded. */
  readonly nodeArguments?: readonly string[];
}

/** Starts the real command line in a process of its own, without a terminal. */
export function start(args: readonly string[], { env, nodeArguments = [] }: SpawnOptions = {}): Suite {
  const child = spawn(process.execPath, [...nodeArguments, 'src/cli.js', ...args], {
    cwd: root,
    env: { ...withoutNpm(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: SuiteEvent[] = [];
  let [stdout, stderr, line] = ['', '', ''];
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
    const lines = (line + text).split('\n');
    line = lines.pop()!;
    if (args.includes('--json')) events.push(...lines.map(json => JSON.parse(json) as SuiteEvent));
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
  return { child, events, ended };
}

export function run(args: readonly string[], options?: SpawnOptions): Promise<Ended> {
  return start(args, options).ended;
}

/**
 * The command line in this process, which spares it the seconds that one of its own takes to start. Only in serial tests:
 * what it prints is taken from the streams of the process.
 */
export async function runHere(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const before = { ...process.env };
  const written = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map(name => {
    const write = process[name].write;
    process[name].write = (text: string | Uint8Array) => {
      written[name] += text;
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  process.env = { ...withoutNpm(before), ...env };
  try {
    const code = await runProgram({ args, signal: new AbortController().signal });
    return { code, ...written };
  } finally {
    process.env = before;
    for (const undo of restore) undo();
  }
}

/** As if neither binding to libtensorflow were installed, in workers too. */
const register = `import Module from 'node:module';
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...others) {
  if (!name.startsWith('@tensorflow/tfjs-node')) return resolve.call(this, name, ...others);
  throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
};`;
export const withoutTensorflow = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(register)}`,
};

/** npm, which runs the tests, tells its children how; they shall not take it for themselves. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('npm_')));
}

/** One message, and none of the program's insides. */
export function isClear(t: ExecutionContext, { stdout, stderr }: Ended): void {
  t.is(stdout, '');
  t.regex(stderr, /^(error: |.* is in use)/);
  t.notRegex(stderr, /^\s+at |node:internal|\.ts:\d|\[object|ZodError|"code":/m);
  t.is(stderr.split('error: ').length, 2, stderr);
}

/** Every file below a folder with its contents, by path. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  const contents = files.sort().map(async file => [file, await readFile(file, 'latin1')] as const);
  return Object.fromEntries(await Promise.all(contents));
}

/** `smoke`, made smaller still: one network for each kind, a few seconds. */
export function smallRun(folder: string, ...more: string[]): string[] {
  return [
    ...['run', 'plain-vs-residual', '--preset', 'smoke', '--depths', '8', '--resolution', '8'],
    ...['--epochs', '4', '--train-size', '400', '--batch-size', '40', '--workers', '2', '--engine', 'wasm'],
    '--no-pictures',
    ...['--results', join(folder, 'results'), '--reports', join(folder, 'reports'), ...more],
  ];
}
