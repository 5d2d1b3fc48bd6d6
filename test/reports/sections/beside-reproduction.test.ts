import test from 'ava';
import plainVsResidual from '../../../experiments/plain-vs-residual.ts';
import { publicReproduction } from '../../../src/paper/reproduction.ts';
import { besideReproduction } from '../../../src/reports/sections/beside-reproduction.ts';
import { planRuns } from '../../../src/suite/plan.ts';
import { makeRun } from '../fixtures.ts';

const configOf = (preset: 'quick' | 'reference' | 'paper') =>
  planRuns(plainVsResidual.presets[preset]!, {}).find(
    ({ config }) => config.kind === 'plain' && config.depth === 56,
  )!.config;

test('numbers of a reproduction stand beside runs that trained alike until then', t => {
  t.deepEqual(publicReproduction.epochsBeside(configOf('reference')), [1, 5]);
  t.deepEqual(publicReproduction.epochsBeside(configOf('paper')), [1, 5, 10, 20]);
  t.deepEqual(publicReproduction.epochsBeside(configOf('quick')), []);
  const { recipe, ...rest } = configOf('reference');
  t.deepEqual(publicReproduction.epochsBeside({ ...rest, recipe: { ...recipe, learningRate: 0.05 } }), []);
  t.is(publicReproduction.trainErrorPct('residual', 44, 5), 31.9);
  t.is(publicReproduction.trainErrorPct('plain', 110, 5), undefined);
});

test('the table has means over seeds, and says what is not the same', t => {
  const config = configOf('reference');
  const runs = [1, 2].map(seed => makeRun({ kind: 'plain', depth: 56, seed, epochs: 10, config }));
  const words = besideReproduction(runs, publicReproduction)!;
  if (!words) return t.fail();
  const html = words.in('en');
  t.regex(
    html,
    /<td class="number">56<\/td><td class="number">1<\/td><td class="number">[\d.]+ \(2 seeds\)<\/td><td class="number">89\.3</,
  );
  t.regex(html, /on augmented images/);
  t.is(html.split('<tr><td>').length - 1, 2);
});

test('where nothing may stand beside it there is no table', t => {
  const run = makeRun({ kind: 'plain', depth: 56, seed: 1, epochs: 10 });
  t.false(besideReproduction([run], publicReproduction));
  t.false(besideReproduction([run], undefined));
});
