/** Makes the kernels' binary from their sources, with three calls of the compiler. */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HEADER, makeHeader } from './header.ts';
import {
  type BuildRecord,
  fileNames,
  hashSources,
  type Ingredients,
  namesEnding,
  readRecord,
  sha256,
  sourceFolder,
} from './record.ts';
import { BuildError, findToolchain, type Level, levels, run } from './toolchain.ts';

/** The one source that has to run on every processor; all others are kernels. */
const GLUE = 'addon.cc';

export interface BuildOptions {
  /** Where the binary and its record go. */
  readonly folder: string;
  readonly sources?: string;
  /** By default the best of this machine. */
  readonly level?: Level | undefined;
  /** More flags, for every source. */
  readonly flags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface BuildResult {
  readonly record: BuildRecord;
  /** False where the binary at hand was up to date. */
  readonly built: boolean;
}

/**
 * Compiles and links the addon, unless the one in the folder was made from the same. It appears there complete or
 * not at all; what the compiler said is kept in a log beside it when it failed.
 *
 * @throws BuildError with the reason in a few words
 */
export async function buildNative(options: BuildOptions): Promise<BuildResult> {
  const { folder, sources = sourceFolder, env = process.env } = options;
  const log = join(folder, fileNames.log);
  await mkdir(folder, { recursive: true });
  try {
    const { command, compiler, level } = await findToolchain(env);
    const ingredients = describe(sources, compiler, options.level ?? level, options.flags ?? []);
    const existing = readRecord(folder);
    if (existing && (await isMadeFrom(folder, existing, ingredients)))
      return { record: existing, built: false };
    const record = await compile(command, ingredients, options);
    await rm(log, { force: true });
    return { record, built: true };
  } catch (error) {
    if (error instanceof BuildError && error.output !== null) await writeFile(log, error.output);
    throw error;
  }
}

function describe(sources: string, compiler: string, level: Level, more: readonly string[]): Ingredients {
  const features = levels[process.arch]![level];
  if (!features) {
    const allowed = Object.keys(levels[process.arch]!).join(', ');
    throw new BuildError(`level "${level}" is not one of this processor's family; allowed: ${allowed}`);
  }
  const required = features.map(feature => `REQUIRE("${feature}")`).join(' ');
  const flags = [
    ...['-std=c++17', '-O3', '-fPIC', '-pthread', '-fvisibility=hidden', '-ffp-contract=fast', '-fno-rtti'],
    ...['-Wall', '-Wextra', '-DNAPI_VERSION=8', `-DREQUIRED_FEATURES=${required}`],
    // Some compilers are set up to make code for more than the oldest processor of the family.
    ...(process.arch === 'x64' ? ['-march=x86-64'] : []),
    ...more,
  ];
  const { platform, arch } = process;
  return { sources: hashSources(sources), platform, arch, level, compiler, flags };
}

async function isMadeFrom(folder: string, existing: BuildRecord, wanted: Ingredients): Promise<boolean> {
  const { binary, ...ingredients } = existing;
  if (JSON.stringify(ingredients) !== JSON.stringify(wanted)) return false;
  const bytes = await readFile(join(folder, fileNames.binary)).catch(() => null);
  return bytes !== null && sha256(bytes) === binary;
}

/**
 * Compiler calls that make one object of each source; the glue's comes first, and looks for what `writeHeader` wrote
 * beside the objects.
 */
export function compileCommands(
  command: readonly string[],
  { arch = process.arch, level, flags }: Pick<Ingredients, 'level' | 'flags'> & { readonly arch?: string },
  sources: string,
  objects: string,
): readonly { readonly object: string; readonly command: readonly string[] }[] {
  const headers = join(
    dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')),
    'include',
  );
  const ofKernels = [
    ...levels[arch]![level as Level]!.map(feature => `-m${feature}`),
    ...(arch === 'x64' ? ['-mtune=native'] : []),
  ];
  const names = [GLUE, ...namesEnding(sources, '.cc').filter(name => name !== GLUE)];
  return names.map(name => {
    const object = join(objects, name.replace(/\.cc$/, '.o'));
    const own = name === GLUE ? ['-isystem', headers, '-I', sources, '-I', objects] : ofKernels;
    return { object, command: [...command, ...flags, ...own, '-c', join(sources, name), '-o', object] };
  });
}

/** What the glue is to know of the kernels' arguments. */
export async function writeHeader(objects: string): Promise<void> {
  await writeFile(join(objects, HEADER), makeHeader());
}

async function compile(
  command: readonly string[],
  ingredients: Ingredients,
  { folder, sources = sourceFolder, env = process.env }: BuildOptions,
): Promise<BuildRecord> {
  const scratch = await mkdtemp(join(folder, 'tmp-'));
  try {
    await writeHeader(scratch);
    const steps = compileCommands(command, ingredients, sources, scratch);
    // All of them, also where one fails: what the others still write would be in the way of removing their folder.
    const ended = await Promise.allSettled(steps.map(step => succeed(step.command, env)));
    for (const step of ended) if (step.status === 'rejected') throw step.reason;
    const linked = join(scratch, fileNames.binary);
    const shared = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
    // Where two objects bring the same function, the linker takes the first: the glue's runs on every processor.
    await succeed([...command, ...shared, '-pthread', ...steps.map(step => step.object), '-o', linked], env);
    const record = { ...ingredients, binary: sha256(await readFile(linked)) };
    const written = join(scratch, fileNames.record);
    await writeFile(written, `${JSON.stringify(record, null, 2)}\n`);
    // Whoever reads in between finds a binary that does not match its record, and says so.
    await rename(linked, join(folder, fileNames.binary));
    await rename(written, join(folder, fileNames.record));
    return record;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function succeed(command: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await run(command, env);
  if (code !== 0) throw new BuildError(`${command[0]} failed`, `${command.join(' ')}\n${output}`);
}
