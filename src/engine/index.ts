import * as tf from '@tensorflow/tfjs';
import type { EngineChoice, EngineName } from './names.ts';
import { openTensorflow } from './tensorflow.ts';
import { openWasm } from './wasm.ts';

export type { EngineChoice, EngineName };

/** What computes, as it is written into every run's record. */
export interface Engine {
  readonly name: EngineName;
  readonly device: string;
  readonly threads: number;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Makes a TensorFlow.js backend current and says which.
 *
 * `auto` takes tfjs-node-gpu where it loads and sees a GPU, then tfjs-node where somebody installed it, then
 * wasm. `cpu` is the pure-JavaScript backend: the reference that tests compare with, far too slow to train.
 *
 * @param threads for engines that can use several; wasm in Node.js always uses one
 * @throws Error naming the engine and the reason, when a named engine is not available
 */
export async function openEngine(choice: EngineChoice, threads = 1): Promise<Engine> {
  // Without this, tfjs advertises tfjs-node on every start and checks each kernel for leaks.
  tf.enableProdMode();
  // These are read when libtensorflow is loaded, and only then.
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  process.env.OMP_NUM_THREADS ??= String(threads);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (choice === 'auto') return (await tryTensorflow(threads, true)) ?? wasmEngine();
  if (choice === 'wasm') return wasmEngine();
  if (choice === 'cpu') {
    await tf.setBackend('cpu');
    return { name: 'cpu', device: 'cpu', threads: 1, versions: baseVersions() };
  }
  const engine = await tryTensorflow(threads, false);
  if (engine) return engine;
  throw new Error(
    'engine "tensorflow" is not available: neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node can be ' +
      'loaded. Install one (npm install --no-save @tensorflow/tfjs-node@4.22.0), or use --engine wasm.',
  );
}

async function tryTensorflow(threads: number, gpuFirstOnly: boolean): Promise<Engine | null> {
  for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const) {
    const opened = await openTensorflow(name).catch(() => null);
    if (!opened) continue;
    // The GPU build without a GPU is a slower tfjs-node: leave the choice to the next in line.
    if (gpuFirstOnly && name === '@tensorflow/tfjs-node-gpu' && !opened.seesGpu) continue;
    return {
      name: 'tensorflow',
      device: opened.seesGpu ? 'gpu' : 'cpu',
      threads,
      versions: { ...baseVersions(), [opened.package]: opened.version },
    };
  }
  return null;
}

async function wasmEngine(): Promise<Engine> {
  const { version } = await openWasm();
  return {
    name: 'wasm',
    device: 'cpu',
    threads: 1,
    versions: { ...baseVersions(), '@tensorflow/tfjs-backend-wasm': version },
  };
}

function baseVersions(): Record<string, string> {
  return { node: process.versions.node, '@tensorflow/tfjs': tf.version.tfjs ?? tf.version_core };
}
