import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineDescriptor } from '../src/engine/descriptor.ts';
import { engines } from '../src/engine/registry.ts';
import { nodeArguments } from '../src/suite/worker-process.ts';

/** Something that trains the networks, in a process of its own. */
export interface Contestant {
  readonly name: string;
  /** What others are like it in: the fastest of each group is compared. */
  readonly group: string;
  readonly threads: number;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs; undefined for where the benchmark does. */
  readonly folder?: string | undefined;
  /** Whether it can say how long its kernels take. */
  readonly profiles: boolean;
}

/** Why a contestant cannot take part: what its row says. */
export interface Unavailable {
  readonly name: string;
  readonly reason: string;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const threadCounts = [1, 2];
const layouts = ['nchw', 'channels_last'] as const;

/**
 * All that could take part. PyTorch needs to be told which Python has it; an engine that is not there says so
 * itself when it is started.
 *
 * @param python command that runs a Python with `torch`, if any
 * @param against folders of other checkouts of this project, installed and built, whose engines take part, too
 * @param known of which those that somebody would train with take part
 */
export function contestants(
  python?: string,
  against: readonly string[] = [],
  known: readonly EngineDescriptor[] = engines,
): (Contestant | Unavailable)[] {
  return [...[undefined, ...against].flatMap(folder => enginesOf(folder, known)), ...pytorch(python)];
}

/** @param folder of another checkout; undefined for this one */
function enginesOf(folder: string | undefined, known: readonly EngineDescriptor[]): Contestant[] {
  const names = new Set(known.filter(({ automatic }) => automatic).map(({ name }) => name));
  return [...names].flatMap(engine => {
    const several = known.some(({ name, sharing }) => name === engine && sharing.threads !== 'one');
    const suffix = folder ? `@${basename(resolve(folder))}` : '';
    return (several ? threadCounts : [1]).map(threads => ({
      ...engineContestant(engine, threads, folder),
      name: `${several ? `${engine}-${threads}` : engine}${suffix}`,
      group: `${engine}${suffix}`,
    }));
  });
}

/** An engine of this checkout, or of another one in `folder`. */
export function engineContestant(engine: string, threads: number, folder?: string): Contestant {
  const worker = folder ? join(resolve(folder), 'bench/tfjs-worker.ts') : file('tfjs-worker.ts');
  return {
    name: engine,
    group: engine,
    threads,
    command: process.execPath,
    args: [...nodeArguments, '--import', import.meta.resolve('tsx'), worker, engine, String(threads)],
    env: {},
    folder,
    profiles: true,
  };
}

/**
 * PyTorch asks the C library for memory at every step and gives it back. Where getting pages is dear, as in a virtual
 * machine, that takes a large part of its time; told to keep memory, in large pages, glibc saves it. PyTorch as it is
 * installed does not.
 */
const keepMemory = {
  GLIBC_TUNABLES: [
    'glibc.malloc.hugetlb=1',
    ...['mmap_threshold', 'trim_threshold'].map(name => `glibc.malloc.${name}=8589934592`),
    'glibc.malloc.top_pad=268435456',
  ].join(':'),
};

const compileOptions = {
  eager: [],
  compile: ['--compile', 'default'],
  autotune: ['--compile', 'max-autotune'],
} as const;

function pytorch(python?: string): (Contestant | Unavailable)[] {
  const asInstalled = (['eager', 'compile'] as const).flatMap(mode =>
    layouts.flatMap(layout => threadCounts.map(threads => ({ mode, layout, threads, env: {} }))),
  );
  const tuned = (['eager', 'compile', 'autotune'] as const).flatMap(mode =>
    threadCounts.map(threads => ({ mode, layout: 'channels_last', threads, env: keepMemory })),
  );
  return [...asInstalled, ...tuned].map(({ mode, layout, threads, env }) => {
    const name = `torch-${mode}-${layout}-${threads}${env === keepMemory ? '-keepmem' : ''}`;
    if (!python) return { name, reason: 'give a Python that has torch with --python PATH' };
    const options = ['--threads', String(threads), '--layout', layout];
    const args = [file('pytorch.py'), ...options, ...compileOptions[mode]];
    const group =
      env === keepMemory ? 'PyTorch with an allocator that keeps its pages' : 'PyTorch as installed';
    return { name, group, threads, command: python, args, env, profiles: false };
  });
}
