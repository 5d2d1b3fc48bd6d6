import test from 'ava';
import { localized } from '../../src/language/phrase.ts';
import { settingsOf } from '../../src/paper/deviations.ts';
import { isAsInThePaper } from '../../src/paper/setting.ts';
import { paperSettings } from '../../src/paper/settings.ts';
import type { RunResult } from '../../src/results/schema.ts';
import type { RunConfig } from '../../src/run/config.ts';
import { growingRuns, makeRuns, paperConfig } from '../reports/fixtures.ts';

const settings = (runs: readonly RunResult[]) =>
  localized(settingsOf(runs.map(({ record }) => record.config)), 'en');

test('every setting has a name of its own, and a source', t => {
  t.is(new Set(paperSettings.map(({ id }) => id)).size, paperSettings.length);
  t.is(new Set(paperSettings.map(({ name }) => String(name))).size, paperSettings.length);
  for (const { here, source } of settings(makeRuns({ depths: [20], seeds: 1, epochs: 1 }))) {
    t.true(here.every(value => value !== ''));
    t.is(source.length, 1);
    t.not(source[0], '');
  }
});

test('the paper’s own runs do as the paper in all that decides a test error', t => {
  const runs = makeRuns({ depths: [20, 56], seeds: 1, epochs: 1, config: paperConfig });
  for (const { record } of runs) {
    for (const setting of paperSettings.filter(({ decisive }) => decisive)) {
      t.true(isAsInThePaper(setting, record.config), setting.id);
    }
  }
});

test('a smaller budget is shown beside the paper’s', t => {
  const found = settings(makeRuns({ depths: [20], seeds: 1, epochs: 20 }));
  t.like(
    found.find(({ id }) => id === 'steps'),
    { name: 'Steps', paper: ['64,000'], here: ['1,560 (20 epochs)'], differs: true },
  );
});

test('whole epochs that end just short of 64,000 steps are the paper’s budget', t => {
  const steps = (recipe: Partial<RunConfig['recipe']>) => {
    const config = { ...paperConfig, recipe: { ...paperConfig.recipe!, ...recipe } };
    return settings(makeRuns({ depths: [20], seeds: 1, epochs: 1, config })).find(
      ({ id }) => id === 'steps',
    )!;
  };
  t.like(steps({ epochs: 164, maxSteps: null }), { here: ['63,960 (164 epochs)'], differs: false });
  t.true(steps({ epochs: 160, maxSteps: null }).differs);
});

test('layers that are added in training are a setting', t => {
  t.deepEqual(settings(growingRuns(4)).find(({ id }) => id === 'grown')?.here, [
    'none',
    'identity layers, to a network of depth 8, after 50 % of the epochs',
  ]);
});

test('passes of an epoch are told where it has several', t => {
  const { recipe } = paperConfig as Required<Pick<RunConfig, 'recipe'>>;
  const config = { ...paperConfig, recipe: { ...recipe, epochs: 8, passesPerEpoch: 5, maxSteps: null } };
  const found = settings(makeRuns({ depths: [20], seeds: 1, epochs: 1, config }));
  t.deepEqual(found.find(({ id }) => id === 'steps')!.here, ['15,600 (8 epochs of 5 passes)']);
});
