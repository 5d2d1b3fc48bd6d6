import * as tf from '@tensorflow/tfjs';
import { automatic, type Candidate, type EngineChoice, type EngineName } from './names.ts';
import { openNative } from './native.ts';
import { openTensorflow, type TensorflowEngine } from './tensorflow.ts';
import { openWasm } from './wasm.ts';

export type { EngineChoice, EngineName };

/** What computes, as it is written into every run's record. */
export interface Engine {
  readonly name: EngineName;
  readonly device: string;
  readonly threads: number;
  /** What decides how sums are rounded: runs of different arithmetic are neither resumed nor paired. */
  readonly arithmetic: string;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Makes a TensorFlow.js backend current and says which.
 *
 * `auto` takes tfjs-node-gpu where it loads and sees a GPU, then `native` where its kernels are built, then
 * tfjs-node where somebody installed it, then wasm. `cpu` is the pure-JavaScript backend: the reference that tests
 * compare with, far too slow to train.
 *
 * @param threads for engines that can use several; wasm in Node.js always uses one
 * @throws Error naming the engine and the reason, when a named engine is not available
 */
export async function openEngine(choice: EngineChoice, threads = 1): Promise<Engine> {
  prepareProcess(threads);
  if (choice === 'auto') return openFirst(automatic, threads);
  if (choice === 'tensorflow') return openEitherTensorflow(threads);
  try {
    return await open[choice](threads);
  } catch (cause) {
    const otherwise = choice === 'native' ? ', or use --engine wasm' : '';
    throw new Error(`engine "${choice}" is not available: ${(cause as Error).message}${otherwise}`, {
      cause,
    });
  }
}

/** Opens one of the ways to compute. @throws Error with the reason when it is not available */
export async function openCandidate(candidate: Candidate, threads = 1): Promise<Engine> {
  prepareProcess(threads);
  return open[candidate](threads);
}

const open: Readonly<Record<Candidate, (threads: number) => Promise<Engine>>> = {
  'tensorflow-gpu': async threads => {
    const opened = await openTensorflow('@tensorflow/tfjs-node-gpu');
    // Without a GPU it is a slower tfjs-node: leave the choice to the next in line.
    if (!opened.seesGpu) throw new Error('@tensorflow/tfjs-node-gpu is installed and sees no GPU');
    return tensorflow(opened, threads);
  },
  native: async threads => {
    const { version, level } = await openNative(threads);
    const versions = { '@tensorflow/tfjs-backend-wasm': version, kernels: level };
    return { ...onProcessor('native', versions, threads), arithmetic: `native (${level})` };
  },
  'tensorflow-cpu': async threads => tensorflow(await openTensorflow('@tensorflow/tfjs-node'), threads),
  wasm: async () => {
    const { version } = await openWasm();
    return onProcessor('wasm', { '@tensorflow/tfjs-backend-wasm': version });
  },
  cpu: async () => {
    await tf.setBackend('cpu');
    return onProcessor('cpu', {});
  },
};

function prepareProcess(threads: number): void {
  // Without this, tfjs advertises tfjs-node on every start and checks each kernel for leaks.
  tf.enableProdMode();
  // These are read when libtensorflow is loaded, and only then. Sums are split among threads: with another number
  // of them the last digits differ, so that no setting from outside may change it unseen.
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.OMP_NUM_THREADS = String(threads);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
}

async function openFirst([candidate, ...others]: readonly Candidate[], threads: number): Promise<Engine> {
  try {
    return await open[candidate!](threads);
  } catch (error) {
    if (others.length === 0) throw error;
    return openFirst(others, threads);
  }
}

async function openEitherTensorflow(threads: number): Promise<Engine> {
  const reasons: string[] = [];
  for (const name of ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const) {
    try {
      return tensorflow(await openTensorflow(name), threads);
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  throw new Error(`engine "tensorflow" is not available: ${reasons.join('; ')}. Or use --engine wasm.`);
}

function tensorflow({ seesGpu, versions }: TensorflowEngine, threads: number): Engine {
  const device = seesGpu ? 'gpu' : 'cpu';
  // libtensorflow splits sums among its threads.
  const arithmetic = `tensorflow (${device}, threads: ${threads})`;
  return { name: 'tensorflow', device, threads, arithmetic, versions: { ...baseVersions(), ...versions } };
}

function onProcessor(name: EngineName, versions: Record<string, string>, threads = 1): Engine {
  return { name, device: 'cpu', threads, arithmetic: name, versions: { ...baseVersions(), ...versions } };
}

function baseVersions(): Record<string, string> {
  return { node: process.versions.node, '@tensorflow/tfjs': tf.version.tfjs ?? tf.version_core };
}
