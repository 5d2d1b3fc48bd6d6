import test from 'ava';
import { settingsOf } from '../../../src/report/page/settings.ts';
import { makeRuns, paperConfig } from '../fixtures.ts';

test('the paper’s own settings differ in nothing but the size of the training sample', t => {
  const changed = settingsOf(makeRuns({ depths: [20], seeds: 1, epochs: 1, config: paperConfig })).filter(
    setting => setting.differs,
  );
  t.deepEqual(
    changed.map(setting => setting.name),
    ['Images for the training error'],
  );
});

test('a smaller budget is shown beside the paper’s', t => {
  const settings = settingsOf(makeRuns({ depths: [20], seeds: 1, epochs: 20 }));
  t.deepEqual(
    settings.find(setting => setting.name === 'Steps'),
    { name: 'Steps', paper: 'about 64,000', here: ['1,560 (20 epochs)'], differs: true },
  );
});
