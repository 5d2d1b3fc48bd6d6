/**
 * Training steps on one engine of this project, on request (see `protocol.ts`):
 *
 *     node --import tsx bench/tfjs-worker.ts ENGINE THREADS
 */
import { createInterface } from 'node:readline';
import { openEngine } from '../src/engine/index.ts';
import { engineNames } from '../src/engine/registry.ts';
import { trainingPasses, updateMovingStatistics } from '../src/model/training-pass.ts';
import { createOptimizer } from '../src/optimizers/create.ts';
import { clockKernels } from './kernel-clock.ts';
import { batchTensors, benchNetwork } from './problem.ts';
import type { BuildAnswer, BuildRequest, ProfileAnswer, Request, RunAnswer } from './protocol.ts';

const [engineName, threads] = process.argv.slice(2);
// One training step; returns its loss.
let step: (() => number) | undefined;

for await (const line of createInterface({ input: process.stdin })) {
  try {
    say(await answer(JSON.parse(line)));
  } catch (error) {
    say({ error: error instanceof Error ? error.message : String(error) });
  }
}

function say(reply: object): void {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

async function answer(request: Request): Promise<BuildAnswer | RunAnswer | ProfileAnswer> {
  if ('build' in request) return build(request);
  if (!step) throw new Error('asked for training steps before a network was built');
  if ('run' in request) return run(step, request.run);
  return profile(step, request.profile);
}

async function build({ build: network, batch, recipe }: BuildRequest): Promise<BuildAnswer> {
  const name = engineNames.find(known => known === engineName);
  if (!name) throw new Error(`there is no engine "${engineName}" here; engines: ${engineNames.join(', ')}`);
  const { versions } = await openEngine(name, Number(threads));
  const built = benchNetwork(network);
  const { parameters } = built;
  const optimizer = createOptimizer(
    { name: 'momentum', options: { momentum: recipe.momentum } },
    parameters.trainable,
  );
  const data = batchTensors(batch, network.resolution);
  const passes = trainingPasses(built);
  step = () => {
    const pass = passes.next(data);
    optimizer.step(pass.gradients, recipe.learningRate, recipe.weightDecay);
    updateMovingStatistics(pass.batchStatistics);
    const [loss] = pass.loss.dataSync();
    pass.dispose();
    return loss!;
  };
  return { parameters: parameters.count(), versions };
}

function run(train: () => number, steps: number): RunAnswer {
  const started = performance.now();
  const losses = Array.from({ length: steps }, train);
  return { seconds: (performance.now() - started) / 1000, losses };
}

function profile(train: () => number, steps: number): ProfileAnswer {
  let seconds = 0;
  const kernels = clockKernels(() => {
    seconds = run(train, steps).seconds;
  });
  return { steps, seconds, kernels };
}
