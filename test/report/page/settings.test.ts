import test from 'ava';
import { localized } from '../../../src/language/phrase.ts';
import { deviationsFromPaper } from '../../../src/report/deviations.ts';
import { settingsOf } from '../../../src/report/page/settings.ts';
import type { RunResult } from '../../../src/results/schema.ts';
import type { RunConfig } from '../../../src/run/config.ts';
import { growingRuns, makeRuns, paperConfig } from '../fixtures.ts';

const settings = (runs: readonly RunResult[]) => localized(settingsOf(runs), 'en');

test('the paper’s own settings differ in nothing but the size of the training sample', t => {
  const changed = settings(makeRuns({ depths: [20], seeds: 1, epochs: 1, config: paperConfig })).filter(
    setting => setting.differs,
  );
  t.deepEqual(
    changed.map(setting => setting.name),
    ['Images for the training error'],
  );
});

test('a smaller budget is shown beside the paper’s', t => {
  const found = settings(makeRuns({ depths: [20], seeds: 1, epochs: 20 }));
  t.deepEqual(
    found.find(setting => setting.name === 'Steps'),
    { name: 'Steps', paper: 'about 64,000', here: ['1,560 (20 epochs)'], differs: true },
  );
});

test('layers that are added in training are a setting, and a deviation from the paper', t => {
  const runs = growingRuns(4);
  t.deepEqual(settings(runs).find(({ name }) => name === 'Layers added in training')?.here, [
    'none',
    'identity layers, to a network of depth 8, after 50 % of the epochs',
  ]);
  const deviations = deviationsFromPaper(runs.map(({ record }) => record.config)).map(({ what }) =>
    String(what),
  );
  const growth = 'Networks begin with 8 layers; after epoch 2 identity layers are added, which makes 20.';
  t.deepEqual(
    deviations.filter(what => what.includes('identity')),
    [growth],
  );
});

test('passes of an epoch are told where it has several', t => {
  const { recipe } = paperConfig as Required<Pick<RunConfig, 'recipe'>>;
  const config = { ...paperConfig, recipe: { ...recipe, epochs: 8, passesPerEpoch: 5, maxSteps: null } };
  const found = settings(makeRuns({ depths: [20], seeds: 1, epochs: 1, config }));
  t.deepEqual(found.find(({ name }) => name === 'Steps')!.here, ['14,040 (8 epochs of 5 passes)']);
});
