import { readFileSync } from 'node:fs';
import test from 'ava';
import { experimentNames, loadExperiment } from '../../src/suite/catalogue.ts';
import { type PresetName, presetNames } from '../../src/suite/experiment.ts';
import { planRuns } from '../../src/suite/plan.ts';

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
  t.is(scripts.suite, 'node --import tsx src/cli.ts');
  for (const name of experimentNames()) t.is(scripts[`exp:${name}`], `${scripts.suite} run ${name}`);
});

for (const name of experimentNames()) {
  test(`${name} is named like its file and asks a question`, async t => {
    const experiment = await loadExperiment(name);
    t.is(experiment.name, name);
    t.true(experiment.question.includes('?'));
    for (const text of [experiment.title, experiment.expectation]) t.true(text.length > 0);
  });

  test(`${name} has the four presets, each with a description and a valid plan`, async t => {
    const { presets } = await loadExperiment(name);
    t.deepEqual(Object.keys(presets).sort(), [...presetNames].sort());
    for (const preset of presetNames) {
      t.true(presets[preset].description.length > 0);
      t.true(planRuns(presets[preset]).length > 0);
    }
  });

  for (const preset of presetNames) {
    test(`${name}, ${preset}: both kinds get the same recipe and data at every depth`, async t => {
      const planned = planRuns((await loadExperiment(name)).presets[preset]).map(({ config }) => config);
      const arms = (kind: string) =>
        planned.filter(config => config.kind === kind).map(config => ({ ...config, kind: 'either' }));
      t.true(arms('plain').length > 0);
      t.deepEqual(arms('plain'), arms('residual'));
    });
  }

  test(`${name}, smoke: synthetic images, depths 8 and 14`, async t => {
    const { smoke } = (await loadExperiment(name)).presets;
    t.is(smoke.data.dataset, 'synthetic');
    t.deepEqual([...smoke.depths], [8, 14]);
  });

  test(`${name}: all presets but smoke use real images, and paper is the paper’s protocol`, async t => {
    const { presets } = await loadExperiment(name);
    for (const preset of ['quick', 'reference', 'paper'] satisfies PresetName[]) {
      t.is(presets[preset].data.dataset, 'cifar10');
    }
    const { network, data, recipe } = presets.paper;
    t.like(network, { width: 16, shortcut: 'A', batchNorm: true });
    t.like(data, { resolution: 32, trainSize: 45_000, valSize: 5000, testSize: 10_000 });
    t.like(recipe, { maxSteps: 64_000, batchSize: 128, learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 });
    t.deepEqual(recipe.milestones, [
      { at: 0.5, factor: 0.1 },
      { at: 0.75, factor: 0.01 },
    ]);
    // Enough passes for all steps.
    t.true(recipe.epochs * Math.floor(data.trainSize / recipe.batchSize) >= recipe.maxSteps!);
  });
}
