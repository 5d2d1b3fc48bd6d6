import { fileURLToPath } from 'node:url';
import type { EngineDescriptor } from '../src/engine/descriptor.ts';
import { engines } from '../src/engine/registry.ts';
import { nodeArguments } from '../src/suite/worker-process.ts';

/** Something that trains the networks, in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly threads: number;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>;
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
 * @param known of which those that somebody would train with take part
 */
export function contestants(
  python?: string,
  known: readonly EngineDescriptor[] = engines,
): (Contestant | Unavailable)[] {
  const names = new Set(known.filter(({ automatic }) => automatic).map(({ name }) => name));
  const own = [...names].flatMap(engine => {
    const several = known.some(({ name, sharing }) => name === engine && sharing.threads !== 'one');
    return (several ? threadCounts : [1]).map(threads => ({
      name: several ? `${engine}-${threads}` : engine,
      threads,
      command: process.execPath,
      args: [
        ...nodeArguments,
        '--import',
        import.meta.resolve('tsx'),
        file('tfjs-worker.ts'),
        engine,
        String(threads),
      ],
      env: {},
      profiles: true,
    }));
  });
  return [...own, ...pytorch(python)];
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

function pytorch(python?: string): (Contestant | Unavailable)[] {
  const asInstalled = ['eager', 'compile'].flatMap(mode =>
    layouts.flatMap(layout => threadCounts.map(threads => ({ mode, layout, threads, env: {} }))),
  );
  const tuned = ['eager', 'compile'].flatMap(mode =>
    threadCounts.map(threads => ({ mode, layout: 'channels_last', threads, env: keepMemory })),
  );
  return [...asInstalled, ...tuned].map(({ mode, layout, threads, env }) => {
    const name = `torch-${mode}-${layout}-${threads}${env === keepMemory ? '-keepmem' : ''}`;
    if (!python) return { name, reason: 'give a Python that has torch with --python PATH' };
    const options = ['--threads', String(threads), '--layout', layout];
    const args = [file('pytorch.py'), ...options, ...(mode === 'compile' ? ['--compile'] : [])];
    return { name, threads, command: python, args, env, profiles: false };
  });
}
