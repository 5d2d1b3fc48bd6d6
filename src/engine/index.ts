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
  // These are read when libtensorflow is loaded, and only then. Sums are split among threads: with another number
  // of them the last digits differ, so that no setting from outside may change it unseen.
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.OMP_NUM_THREADS = String(threads);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (choice === 'auto') {
    const engine = await tryTensorflow(threads, true);
    return typeof engine === 'string' ? wasmEngine() : engine;
  }
  if (choice === 'wasm') return wasmEngine();
  if (choice === 'cpu') {
    await tf.setBackend('cpu');
    return { name: 'cpu', device: 'cpu', threads: 1, versions: baseVersions() };
  }
  const engine = await tryTensorflow(threads, false);
  if (typeof engine !== 'string') return engine;
  throw new Error(
    `engine "tensorflow" is not available: ${engine}. Install it with "npm run install:tensorflow" or ` +
      '"npm install --no-save @tensorflow/tfjs-node@4.22.0", or use --engine wasm.',
  );
}

/** An engine, or the reasons why there is none. */
async function tryTensorflow(threads: number, gpuFirstOnly: boolean): Promise<Engine | string> {
  const reasons: string[] = [];
  for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const) {
    try {
      const { seesGpu, versions } = await openTensorflow(name);
      // The GPU build without a GPU is a slower tfjs-node: leave the choice to the next in line.
      if (gpuFirstOnly && name === '@tensorflow/tfjs-node-gpu' && !seesGpu) continue;
      const device = seesGpu ? 'gpu' : 'cpu';
      return { name: 'tensorflow', device, threads, versions: { ...baseVersions(), ...versions } };
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  return reasons.join('; ');
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
