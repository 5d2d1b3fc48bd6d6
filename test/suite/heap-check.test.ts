import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import { engineById } from '../../src/engine/registry.ts';
import type { Experiment } from '../../src/experiment.ts';
import { parseArm } from '../../src/regularizers/arm.ts';
import { requireHeapFor } from '../../src/suite/heap-check.ts';
import { type PlannedRun, planRuns } from '../../src/suite/plan.ts';
import { prepare } from '../../src/suite/prepare.ts';
import { HeapBudgetError } from '../../src/train/heap-budget.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { tinyPreset } from './fixtures.ts';

/** The paper's largest network: it fits into the memory of `native` where its layers are fused, and only there. */
const large = {
  ...tinyPreset,
  depths: [110],
  network: { ...tinyPreset.network, width: 16 },
  data: { ...tinyPreset.data, resolution: 32 },
  recipe: { ...tinyPreset.recipe, batchSize: 128 },
} as const;

const native = engineById('native');

async function runsOf(arm?: string): Promise<PlannedRun[]> {
  const regularizerArms = arm ? [await parseArm(arm)] : [];
  return planRuns(large, { regularizerArms });
}

test('a run that fits with fused layers is refused with a regularizer that keeps them from it', async t => {
  await t.notThrowsAsync(requireHeapFor(await runsOf(), native));
  await t.notThrowsAsync(requireHeapFor(await runsOf('dropout+mixup'), native));
  const runs = await runsOf('stochastic-depth');
  const error = await t.throwsAsync(requireHeapFor(runs, native), { instanceOf: HeapBudgetError });
  const refused = runs.find(({ config }) => config.regularizers.length > 0)!;
  t.true(error!.message.startsWith(refused.id), error!.message);
});

test('an engine whose memory is the machine’s refuses nothing', async t => {
  await t.notThrowsAsync(requireHeapFor(await runsOf('stochastic-depth'), { ...native, memoryLimit: null }));
});

test('the check brings TensorFlow.js along only where regularizers are named', async t => {
  const script = fileURLToPath(new URL('loaded-by-heap-check.ts', import.meta.url));
  const loads = async (runs: PlannedRun[]) => {
    const args = ['--import=tsx', script, JSON.stringify(runs)];
    return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
  };
  t.false(await loads(await runsOf()));
  t.true(await loads(await runsOf('dropout')));
});

testCompiled('it is refused before anything starts', async t => {
  await buildKernels();
  const resultsFolder = await temporaryFolder(t);
  const arm = await parseArm('stochastic-depth');
  const experiment = { name: 'large', presets: { quick: large } } as unknown as Experiment;
  const options = {
    preset: 'quick',
    overrides: { regularizerArms: [arm] },
    engine: 'native',
    resultsFolder,
    fresh: false,
  } as unknown as Parameters<typeof prepare>[1];
  await t.throwsAsync(prepare(experiment, options), { instanceOf: HeapBudgetError });
  t.deepEqual(await readdir(resultsFolder), []);
});
