import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { compile } from 'vega-lite';
import { type ChartBuilder, specWithRows } from '../../src/charts/parts/chart.ts';
import { scalesOf } from '../../src/charts/parts/scales.ts';
import type { DataConfig } from '../../src/data/registry.ts';
import type { DataSource } from '../../src/data/source.ts';
import type { EngineDescriptor } from '../../src/engine/descriptor.ts';
import { type Claim, evaluateClaims } from '../../src/evidence/claims/claim.ts';
import { standardDeviation } from '../../src/evidence/statistics.ts';
import type { Experiment } from '../../src/experiment.ts';
import { createOptimizer } from '../../src/optimizers/create.ts';
import type { OptimizerKind } from '../../src/optimizers/optimizer.ts';
import { optimizers } from '../../src/optimizers/registry.ts';
import type { Probe } from '../../src/probes/probe.ts';
import { randomStream } from '../../src/random.ts';
import { parseArm } from '../../src/regularizers/arm.ts';
import { findRegularizer } from '../../src/regularizers/registry.ts';
import { renderReport } from '../../src/reports/experiment-report.ts';
import { planRuns } from '../../src/suite/plan.ts';
import { network } from '../model/networks.ts';
import { context, makeRuns } from '../reports/fixtures.ts';
import { randomBatch } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';
import { examples, writeExamples } from './examples.ts';

let pathOf: (path: string) => string;
let teardown: () => Promise<unknown>;

test.before(async () => {
  pathOf = await writeExamples({
    teardown: end => {
      teardown = async () => end();
    },
  });
});
test.after.always(() => teardown());

async function loaded<T>(path: string): Promise<T> {
  return import(pathToFileURL(pathOf(path)).href) as Promise<T>;
}

const runs = makeRuns({ depths: [2, 8, 20], seeds: 3, epochs: 3 });
const plan = { planned: runs.map(({ record }) => record) };

test('what pages show has the right types', async t => {
  const config = pathOf('tsconfig.json');
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const files = [...examples.keys()];
  t.true(files.length >= 10);
  await writeFile(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      include: [join(root, 'src/*.d.ts')],
      exclude: [],
      files,
    }),
  );
  const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '--project', config]).catch(
    error => error,
  );
  t.is(stdout, '');
});

test.serial('the regularizer that pages show changes the images that are trained on', async t => {
  await openTrainingEngine();
  const { specs } = await parseArm(`${pathOf('input-noise.ts')}=0.2`);
  t.like(specs[0], { name: 'input-noise', options: { deviation: 0.2 } });
  const { batch } = findRegularizer(specs[0]!).hooks(specs[0]!.options);
  const [inputs, targets] = [tf.zeros<tf.Rank.R4>([20, 8, 8, 3]), tf.zeros<tf.Rank.R2>([20, 10])];
  const noisy = batch!({ inputs, targets }, { step: 0, random: randomStream(1, 'test') });
  const deviation = standardDeviation([...(await noisy.inputs.data())]);
  t.true(Math.abs(deviation - 0.2) < 0.01, String(deviation));
});

test('the experiment that pages show is planned and has a report', async t => {
  const { default: experiment } = await loaded<{ default: Experiment }>('experiments/narrow.ts');
  t.is(planRuns(experiment.presets.smoke).length, 4);
  t.is(planRuns(experiment.presets.quick).length, 24);
  t.true(renderReport(experiment, runs, context).html.includes('very narrow networks'));
});

test('the claims that pages show are decided', async t => {
  const { claims } = await loaded<{ claims: Claim[] }>('experiments/claims-of-mine.ts');
  const { batchLossFalls } = await loaded<{ batchLossFalls: (kind: string) => Claim }>(
    'src/evidence/claims/batch-loss-falls.ts',
  );
  for (const { result } of evaluateClaims([...claims, batchLossFalls('plain')], runs, plan)) {
    t.is(result.n, 3, result.id);
    t.is(typeof result.effect, 'number', result.id);
  }
});

test('the chart that pages show is one', async t => {
  const { lossOverDepth } = await loaded<{ lossOverDepth: () => ChartBuilder }>(
    'src/charts/loss-over-depth.ts',
  );
  const chart = lossOverDepth().build(runs, scalesOf(runs))!;
  t.is(chart.table.length, runs.length);
  t.truthy(compile(specWithRows(chart)).spec.marks);
  t.is(lossOverDepth().build([], scalesOf([])), undefined);
});

test.serial('the optimizer that pages show takes the steps that it says', async t => {
  await openTrainingEngine();
  const { sign } = await loaded<{ sign: OptimizerKind }>('src/optimizers/sign.ts');
  const known = optimizers as OptimizerKind[];
  known.push(sign);
  const weight = tf.variable(tf.tensor1d([1, 1, 1]));
  const optimizer = createOptimizer({ name: 'sign', options: {} }, new Map([['w', weight]]));
  optimizer.step(new Map([['w', tf.tensor1d([3, -0.5, 0])]]), 0.1, 0.5);
  known.pop();
  const expected = [1 - 0.15, 1 + 0.05, 1 - 0.05];
  for (const [i, value] of (await weight.data()).entries()) t.true(Math.abs(value - expected[i]!) < 1e-6);
});

test.serial('the probe that pages show measures each layer', async t => {
  await openTrainingEngine();
  const { weightMeans } = await loaded<{ weightMeans: Probe }>('src/probes/weight-means.ts');
  const net = network({ depth: 8 });
  const subject = { network: net, batch: randomBatch(2), evaluation: {}, seed: 1, splits: {} as never };
  const rows = await weightMeans.measure(subject);
  t.is(rows.length, net.parameters.layers.length);
  const [first] = rows as unknown as { mean: number; layer_name: string }[];
  t.is(first!.layer_name, 'stem/conv');
  t.true(Math.abs(first!.mean) < 0.5);
});

test.serial('the data source that pages show is split and made into batches', async t => {
  await openTrainingEngine();
  const { noise } = await loaded<{ noise: DataSource<DataConfig> }>('src/data/noise/index.ts');
  const { default: experiment } = await loaded<{ default: Experiment }>('experiments/narrow.ts');
  const data = noise.configure(experiment.presets.smoke.data, {});
  const source = await noise.load({});
  const splits = source.splits(data, 1);
  t.is(splits.trainEval.count, 200);
  for await (const { inputs, labels } of splits.test.batches(200)) {
    t.deepEqual(inputs.shape.slice(1), [...noise.inputShape(data)]);
    tf.dispose([inputs, labels]);
  }
});

test.serial('the engine that pages show computes', async t => {
  const { abacus } = await loaded<{ abacus: EngineDescriptor }>('src/engine/engines/abacus.ts');
  const opened = await abacus.open(1);
  t.is(tf.getBackend(), opened.backend);
  t.deepEqual(await tf.tensor1d([1, 2]).square().array(), [1, 4]);
});
