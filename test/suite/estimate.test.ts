import test from 'ava';
import { executionOf } from '../../src/model/execution.ts';
import { multiplyAdds } from '../../src/model/layer-shapes.ts';
import type { RegularizerSpec, RunConfig } from '../../src/run/config.ts';
import { estimateSeconds, type PassClock } from '../../src/suite/estimate.ts';
import { layersAfter } from '../../src/train/run-layers.ts';
import type { RunPass } from '../../src/train/run-passes.ts';
import { type TinyOptions, tinyConfig } from '../train/tiny.ts';

/** Before the first pass. */
const START = 0.5;

/** Plain networks, four epochs of four steps; 50 images to evaluate, in three sets. */
const plain = (depth: number, more: TinyOptions = {}) =>
  tinyConfig({ kind: 'plain', depth, ...more, recipe: { epochs: 4, ...more.recipe } });

/** One image forward through one network takes as many seconds as it has multiplications; there and back, three times. */
function forward(config: RunConfig, epoch: number): number {
  return layersAfter(epoch, config).reduce((sum, layer) => sum + multiplyAdds(layer), 0);
}

/** An engine that fuses layers, and takes five times as long where it cannot. */
function machine(asked: RunPass[] = []): PassClock {
  return {
    fuses: true,
    seconds(config, epoch, pass) {
      asked.push(pass);
      const execution = executionOf({ kind: config.kind, ...config.network }, pass.hooks, true);
      return pass.images * (pass.training ? 3 : 1) * (execution === 'fused' ? 1 : 5) * forward(config, epoch);
    },
  };
}

const secondsOf = async (config: RunConfig) => (await estimateSeconds([config], machine()))[0]! - START;
const having = (config: RunConfig, ...regularizers: RegularizerSpec[]): RunConfig => ({
  ...config,
  regularizers,
});

// Batches of 10 to train on and look into; sets of 20, 10 and 20 images to evaluate, each in one go of 20 at most.
const STEP = 3 * 10;
const EVALUATION = 3 * 20;
const GRADIENTS = 3 * 10;
const RESPONSES = 5 * 10;
const MEASUREMENT = EVALUATION + GRADIENTS + RESPONSES;

test('a run takes its steps, and a measurement before them and after each epoch', async t => {
  const config = plain(20);
  t.is(await secondsOf(config), (16 * STEP + 5 * MEASUREMENT) * forward(config, 0));
});

test('a network that grows takes no more than a shallow one until it has grown', async t => {
  const config = plain(20, { network: { grown: { fromDepth: 8, at: 0.25 } } });
  const [shallow, deep] = [forward(plain(8), 0), forward(plain(20), 0)];
  t.is(
    await secondsOf(config),
    (4 * STEP + 1 * MEASUREMENT) * shallow + (12 * STEP + 4 * MEASUREMENT) * deep,
  );
});

test('a run that is cut short is measured as often as it has epochs', async t => {
  const config = plain(20, { recipe: { maxSteps: 6 } });
  t.is(await secondsOf(config), (6 * STEP + 3 * MEASUREMENT) * forward(config, 0));
});

test('what keeps layers from being fused costs what layers one by one do, in steps and in evaluation', async t => {
  const config = tinyConfig({ kind: 'residual', depth: 20, recipe: { epochs: 4 } });
  const dropping = having(config, { name: 'stochastic-depth', options: { survival: 0.5 } });
  // Gradient norms are those of the whole network.
  const measurement = 5 * EVALUATION + GRADIENTS + RESPONSES;
  t.is(await secondsOf(dropping), (16 * 5 * STEP + 5 * measurement) * forward(config, 0));
});

test('a penalty and what acts behind the last pooling cost nothing, and are not timed again', async t => {
  const config = plain(20);
  const [penalty, dropout] = [
    { name: 'l2', options: { lambda: 1e-4 } },
    { name: 'dropout', options: { rate: 0.2 } },
  ];
  const asked: RunPass[] = [];
  const all = [config, { ...config, seed: 2 }, having(config, penalty!), having(config, dropout!)];
  const seconds = await estimateSeconds(all, machine(asked));
  t.is(new Set(seconds).size, 1);
  // A step, in which gradients are the same as for their norms; evaluation; and layer responses.
  t.is(asked.length, 3);
});

test('probes that are asked for are counted when they measure', async t => {
  const config = plain(20);
  const asking = plain(20, { probes: { steps: [1, 2, 4], measure: ['blocks', 'linear-classifiers'] } });
  const blocks = 5 * 3 * 10;
  // Both sets once, layer by layer.
  const classifiers = 5 * 2 * 20;
  const more = 3 * GRADIENTS + (5 + 3) * blocks + classifiers;
  t.is((await secondsOf(asking)) - (await secondsOf(config)), more * forward(config, 0));
});

test('a probe at a step before growth looks at the shallow network', async t => {
  const network = { grown: { fromDepth: 8, at: 0.25 } };
  const [before, after] = [4, 5].map(step => plain(20, { network, probes: { steps: [step] } }));
  const without = await secondsOf(plain(20, { network }));
  t.is((await secondsOf(before!)) - without, GRADIENTS * forward(plain(8), 0));
  t.is((await secondsOf(after!)) - without, GRADIENTS * forward(plain(20), 0));
});
