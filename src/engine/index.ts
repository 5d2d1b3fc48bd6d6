import * as tf from '@tensorflow/tfjs';
import { registerOperations } from './operations.ts';
import {
  type EngineChoice,
  type EngineId,
  type EngineName,
  engineById,
  engines,
  type KnownEngine,
} from './registry.ts';

/** What computes. */
export interface Engine {
  readonly name: EngineName;
  readonly device: string;
  readonly threads: number;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Makes an engine current and says which: the first of those that `choice` stands for which is available.
 *
 * @param threads for engines that can use several
 * @throws Error naming the engine and the reasons, when none is available
 */
export async function openEngine(choice: EngineChoice, threads = 1): Promise<Engine> {
  const candidates = engines.filter(({ name, automatic }) =>
    choice === 'auto' ? automatic : name === choice,
  );
  const errors: Error[] = [];
  for (const candidate of candidates) {
    try {
      return await open(candidate, threads);
    } catch (error) {
      errors.push(error as Error);
    }
  }
  const reasons = errors.map(({ message }) => message).join('; ');
  const cause = errors.length === 1 ? errors[0] : new AggregateError(errors);
  throw new Error(`${unavailable(choice)}: ${reasons}${wayOut(choice)}`, { cause });
}

/** Opens one way to compute. @throws Error with the reason when it is not available */
export async function openById(id: EngineId, threads = 1): Promise<Engine> {
  return open(engineById(id), threads);
}

async function open(descriptor: KnownEngine, wanted: number): Promise<Engine> {
  const { name, device, sharing } = descriptor;
  const threads = sharing.threads === 'one' ? 1 : wanted;
  prepareProcess(threads);
  const { backend, operations, versions: own } = await descriptor.open(threads);
  registerOperations(backend, operations);
  const versions = {
    node: process.versions.node,
    '@tensorflow/tfjs': tf.version.tfjs ?? tf.version_core,
    ...own,
  };
  return { name, device, threads, versions };
}

function prepareProcess(threads: number): void {
  // Without this, tfjs advertises tfjs-node on every start and checks each kernel for leaks.
  tf.enableProdMode();
  // These are read when libtensorflow is loaded, and only then. Sums are split among threads: with another number
  // of them the last digits differ, so that no setting from outside may change it unseen.
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.OMP_NUM_THREADS = String(threads);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
}

function unavailable(choice: EngineChoice): string {
  return choice === 'auto' ? 'no engine is available' : `engine "${choice}" is not available`;
}

/** The last that `auto` tries asks the least of a machine. */
function wayOut(choice: EngineChoice): string {
  const last = engines.findLast(({ automatic }) => automatic);
  return choice === 'auto' || !last || last.name === choice ? '' : `. Or use --engine ${last.name}.`;
}
