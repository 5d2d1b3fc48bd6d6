import test from 'ava';
import { loadExperiment } from '../src/catalogue.ts';
import { UsageError } from '../src/usage-error.ts';

test('a path is no name of an experiment', async t => {
  for (const name of ['../src/cli', './plain-vs-residual', 'plain-vs-residual.ts', '']) {
    await t.throwsAsync(loadExperiment(name), { instanceOf: UsageError });
  }
});
