import test from 'ava';
import plainVsResidual from '../../experiments/plain-vs-residual.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { otherArithmetic } from '../../src/suite/other-arithmetic.ts';
import { lookAt } from '../../src/suite/prepare.ts';
import type { SuiteOptions } from '../../src/suite/suite-options.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { record } from '../results/fixtures.ts';

const computedWith = (arithmetic: string) => record({ engine: { ...record().engine, arithmetic } });

test('finished runs of another arithmetic are told of, with both names and a way out', t => {
  t.is(otherArithmetic([computedWith('wasm-1')], 'wasm-1'), null);
  t.is(
    otherArithmetic([computedWith('wasm-1'), computedWith('native-2'), computedWith('native-2')], 'wasm-1'),
    '2 finished runs were computed with native-2, the others will be with wasm-1: these are not paired. --fresh trains all again.',
  );
});

test('a finished run counts as done, whatever computed it', async t => {
  const folder = await temporaryFolder(t);
  const options: SuiteOptions = {
    preset: 'smoke',
    overrides: {},
    engine: 'wasm',
    resultsFolder: folder,
    fresh: false,
    command: '',
  };
  const { planned, waiting } = await lookAt(plainVsResidual, options);
  t.is(waiting.length, planned.length);
  const { id, config } = planned[0]!;
  const run = new ExperimentFolder(folder, plainVsResidual.name).run(id);
  await run.writeRecord({ ...computedWith('abacus-0'), id, config });
  const later = await lookAt(plainVsResidual, options);
  t.is(later.waiting.length, planned.length - 1);
  t.deepEqual(
    later.finished.map(({ engine }) => engine.arithmetic),
    ['abacus-0'],
  );
});
