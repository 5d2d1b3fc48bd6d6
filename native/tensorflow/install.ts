/** `npm run install:tensorflow`: tfjs-node, built against libtensorflow from a Python wheel. See docs/engines.md. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { npmCommand, npmEnvironment } from '../../src/data/npm-pack.ts';
import { buildAddon } from './addon.ts';
import { CommandError, run } from './command.ts';
import { NotPossibleHereError } from './errors.ts';
import { requireTools } from './preconditions.ts';
import { unpackWheel, type Wheel } from './wheel.ts';

/** Done; failed; bad usage; not possible on this machine; interrupted. */
const EXIT = { done: 0, failed: 1, usage: 2, notPossibleHere: 3, interrupted: 130 } as const;

const TFJS_NODE = '4.22.0';
const folder = fileURLToPath(new URL('.', import.meta.url));
const installed = join(folder, 'node_modules');
/** Beside this folder, so that a link out of it leads to the same place from both. */
const building = join(folder, '..', '.tensorflow-building');

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interrupt.abort(new Error('interrupted')));
}

const program = new Command('npm run install:tensorflow --')
  .description(
    `Installs @tensorflow/tfjs-node ${TFJS_NODE} for --engine tensorflow, and changes nothing else`,
  )
  .option('--undo', 'remove what was installed')
  .exitOverride()
  .action(({ undo }: { undo?: boolean }) => (undo ? remove() : install()));
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

async function install(): Promise<void> {
  const { wheel, python, compiler } = await requireTools(folder, process.env);
  if (existsSync(installed)) {
    const state = await verify(folder, wheel).catch((error: Error) => error);
    if (!(state instanceof Error)) return done(state, 'is installed already');
    console.log(`What is installed does not work (${reasonOf(state)}); it is replaced.`);
  }
  announce(wheel, python, compiler);
  // Remains of an attempt that was killed.
  await rm(building, { recursive: true, force: true });
  await mkdir(building);
  try {
    const { signal } = interrupt;
    console.log('1/4 fetching and unpacking libtensorflow …');
    const libraries = await unpackWheel(wheel, python, building, signal);
    console.log('2/4 fetching tfjs-node …');
    await fetchPackages(signal);
    console.log('3/4 compiling its addon …');
    await buildAddon(join(building, 'node_modules'), libraries, compiler, signal);
    console.log('4/4 loading it, and computing one convolution …');
    const versions = await verify(building, wheel);
    signal.throwIfAborted();
    await rm(installed, { recursive: true, force: true });
    await rename(join(building, 'node_modules'), installed);
    done(versions, 'is installed');
  } finally {
    await rm(building, { recursive: true, force: true, maxRetries: 3 });
  }
}

function announce({ project, version, megabytes, sha256 }: Wheel, python: string, compiler: string): void {
  console.log(`This fetches
  ${project} ${version}, a Python wheel of ${megabytes} MB, with ${python} -m pip, for the libtensorflow in it;
    it must have the SHA-256 ${sha256}
  @tensorflow/tfjs-node ${TFJS_NODE} and what it needs, 9 MB, with npm; scripts are not run, and the
    contents must match native/tensorflow/package-lock.json
compiles two files with ${compiler}, and leaves about 870 MB in ${relative('.', installed)}.
Nothing else is changed; "npm run install:tensorflow -- --undo" removes it.
`);
}

async function fetchPackages(signal: AbortSignal): Promise<void> {
  for (const file of ['package.json', 'package-lock.json'])
    await copyFile(join(folder, file), join(building, file));
  const { command, args } = npmCommand(process.env);
  await run(command, [...args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: building,
    env: npmEnvironment(process.env),
    signal,
  });
}

type Versions = Readonly<Record<string, string>>;

/**
 * Loads tfjs-node in a process of its own: a library that does not fit this machine may end it.
 *
 * @throws CommandError; Error when it works and is not what this script installs
 */
async function verify(where: string, wheel: Wheel): Promise<Versions> {
  const script = fileURLToPath(new URL('verify.ts', import.meta.url));
  const args = ['--import', import.meta.resolve('tsx'), script, where];
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const output = await run(process.execPath, args, { env, signal: interrupt.signal });
  const versions = JSON.parse(output.trim().split('\n').at(-1)!) as Versions;
  for (const [name, wanted] of [
    ['@tensorflow/tfjs-node', TFJS_NODE],
    ['libtensorflow', wheel.version],
  ] as const) {
    if (versions[name] !== wanted) throw new Error(`${name} is ${versions[name]}, not ${wanted}`);
  }
  return versions;
}

function done(versions: Versions, what: string): void {
  console.log(`@tensorflow/tfjs-node ${versions['@tensorflow/tfjs-node']} ${what}, on libtensorflow \
${versions.libtensorflow}, and computes. Use it with --engine tensorflow.`);
}

async function remove(): Promise<void> {
  const found = [installed, building].filter(path => existsSync(path));
  for (const path of found) await rm(path, { recursive: true, force: true });
  const names = found.map(path => relative('.', path)).join(', ');
  console.log(
    found.length ? `Removed ${names}.` : 'Nothing to remove: tfjs-node was not installed by this script.',
  );
}

/** Says what went wrong; returns the exit code. */
function explain(error: unknown): number {
  if (interrupt.signal.aborted) {
    console.error('Interrupted; nothing was installed.');
    return EXIT.interrupted;
  }
  // Commander has printed its message already; --help ends here too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  console.error(`error: ${reasonOf(error)}`);
  if (error instanceof NotPossibleHereError) return EXIT.notPossibleHere;
  console.error('Nothing was installed.');
  return EXIT.failed;
}

function reasonOf(error: unknown): string {
  const { message } = error as Error;
  return error instanceof CommandError && error.said ? `${message}:\n${error.said}` : message;
}
