import { readFileSync } from 'node:fs';
import test from 'ava';
import { experimentNames, loadExperiment } from '../../src/catalogue.ts';
import { scalesOf } from '../../src/charts/parts/scales.ts';
import { sourceOf } from '../../src/data/registry.ts';
import { variantParts } from '../../src/run/variant.ts';
import { planRuns, variantArms } from '../../src/suite/plan.ts';
import { runsOfAllKinds } from '../reports/fixtures.ts';

const packageJson = new URL('../../package.json', import.meta.url);
const { scripts } = JSON.parse(readFileSync(packageJson, 'utf8')) as { scripts: Record<string, string> };

test('there are experiments, and each has an npm script of its own', t => {
  t.true(experimentNames().includes('plain-vs-residual'));
  const own = Object.keys(scripts).filter(script => script.startsWith('exp:'));
  t.deepEqual(
    own.sort(),
    experimentNames()
      .map(name => `exp:${name}`)
      .sort(),
  );
});

// tsx as a program of its own stands between the terminal and us, and on Ctrl-C kills us after 60 ms.
test('scripts start the suite in the process that npm starts', t => {
  t.is(scripts.suite, 'node src/cli.js');
  for (const name of experimentNames()) t.is(scripts[`exp:${name}`], `${scripts.suite} run ${name}`);
});

for (const name of experimentNames()) {
  test(`${name} is named like its file and asks a question`, async t => {
    const experiment = await loadExperiment(name);
    t.is(experiment.name, name);
    t.true(String(experiment.question).includes('?'));
    const { charts, indexChart = charts[0]?.id } = experiment;
    t.true(charts.some(({ id }) => id === indexChart));
    t.true(String(experiment.title).endsWith('?'));
    t.true(String(experiment.expectation).length > 0);
  });

  test(`${name} has a picture for its first screen, which is none of its charts`, async t => {
    const { lead, charts } = await loadExperiment(name);
    const runs = runsOfAllKinds();
    t.false(charts.some(({ id }) => id === lead?.id));
    t.truthy(lead?.build(runs, scalesOf(runs)));
  });

  test(`${name}: every preset says what it is for, and has a valid plan; only smoke is synthetic`, async t => {
    const { presets } = await loadExperiment(name);
    for (const preset of Object.values(presets)) {
      t.true(preset.description.length > 0);
      const planned = planRuns(preset, {}, await variantArms(preset));
      t.true(planned.length > 0);
      const synthetic = planned.filter(({ config }) => config.data.dataset.startsWith('synthetic'));
      t.is(synthetic.length, preset === presets.smoke ? planned.length : 0);
    }
  });
}

const plainVsResidual = () => loadExperiment('plain-vs-residual');

test('plain-vs-residual: both kinds get the same recipe and data at every depth', async t => {
  for (const preset of Object.values((await plainVsResidual()).presets)) {
    const planned = planRuns(preset).map(({ config }) => config);
    const arms = (kind: string) =>
      planned.filter(config => config.kind === kind).map(config => ({ ...config, kind: 'either' }));
    t.true(arms('plain').length > 0);
    t.deepEqual(arms('plain'), arms('residual'));
  }
});

test('plain-vs-residual: the preset paper is the paper’s protocol', async t => {
  const { network, data, recipe } = (await plainVsResidual()).presets.paper!;
  t.like(network, { width: 16, shortcut: 'A', batchNorm: true });
  t.like(data, { resolution: 32, trainSize: 50_000, valSize: 0, testSize: 10_000 });
  t.like(recipe, { maxSteps: 64_000, batchSize: 128, learningRate: 0.1, weightDecay: 1e-4 });
  t.deepEqual(recipe.optimizer, { name: 'momentum', options: { momentum: 0.9 } });
  t.deepEqual(recipe.milestones, [
    { at: 0.5, factor: 0.1 },
    { at: 0.75, factor: 0.01 },
  ]);
  // Enough passes for all steps, and no more.
  t.is(recipe.epochs, Math.ceil(recipe.maxSteps! / Math.floor(data.trainSize / recipe.batchSize)));
});

test('reference and paper train on all examples, where no run of theirs chooses by the validation error', async t => {
  for (const name of experimentNames()) {
    const { presets } = await loadExperiment(name);
    for (const preset of [presets.reference, presets.paper].filter(found => found !== undefined)) {
      const chooses = preset.variants?.some(({ regularizers }) => regularizers?.includes('early-stopping'));
      const sizes = chooses
        ? { trainSize: 45_000, valSize: 5000 }
        : { trainSize: sourceOf(preset.data).train, valSize: 0 };
      t.like(preset.data, sizes, name);
    }
  }
});

test('shortcuts: in every preset a plain network stands beside seven residual ones that differ in one thing each', async t => {
  for (const preset of Object.values((await loadExperiment('shortcuts')).presets)) {
    const first = planRuns(preset).filter(({ config }) => config.seed === 1);
    t.deepEqual(first.map(({ config }) => [config.kind, ...variantParts(config)].join(' ')).sort(), [
      'plain',
      'residual',
      'residual dropout shortcut',
      'residual gated shortcut',
      'residual pre-activation',
      'residual scaled shortcut',
      'residual shortcut B',
      'residual shortcut C',
    ]);
  }
});
