import { fileURLToPath } from 'node:url';

/** Something that trains the networks, in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly threads: number;
  readonly command: string;
  readonly args: readonly string[];
  /** Whether it can say how long its kernels take. */
  readonly profiles: boolean;
}

/** Why a contestant cannot take part: what its row says. */
export interface Unavailable {
  readonly name: string;
  readonly reason: string;
}

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const engines = [
  ['native', [1, 2]],
  ['wasm', [1]],
  ['tensorflow', [1, 2]],
] as const;

const layouts = ['nchw', 'channels_last'] as const;

/**
 * All that could take part. PyTorch needs to be told which Python has it; an engine that is not there says so
 * itself when it is started.
 *
 * @param python command that runs a Python with `torch`, if any
 */
export function contestants(python?: string): (Contestant | Unavailable)[] {
  const own = engines.flatMap(([engine, threadCounts]) =>
    threadCounts.map(threads => ({
      name: threadCounts.length > 1 ? `${engine}-${threads}` : engine,
      threads,
      command: process.execPath,
      args: ['--import', import.meta.resolve('tsx'), file('tfjs-worker.ts'), engine, String(threads)],
      profiles: true,
    })),
  );
  return [...own, ...pytorch(python)];
}

function pytorch(python?: string): (Contestant | Unavailable)[] {
  return ['torch-eager', 'torch-compile'].flatMap(mode =>
    layouts.flatMap(layout =>
      [1, 2].map(threads => {
        const name = `${mode}-${layout}-${threads}`;
        if (!python) return { name, reason: 'give a Python that has torch with --python PATH' };
        const options = ['--threads', String(threads), '--layout', layout];
        const compile = mode === 'torch-compile' ? ['--compile'] : [];
        const args = [file('pytorch.py'), ...options, ...compile];
        return { name, threads, command: python, args, profiles: false };
      }),
    ),
  );
}
