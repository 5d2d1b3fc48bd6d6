import test from 'ava';
import { residualBeatsPlain } from '../../../src/evidence/claims/residual-beats-plain.ts';
import { makeRun } from '../../reports/fixtures.ts';
import { around, evaluated, runsEndingAt } from './claims.ts';

const plain = runsEndingAt('plain', 56, around(70, [0, 1]));

test('twins are compared at the largest depth that both kinds have', t => {
  const runs = [
    ...plain,
    ...runsEndingAt('residual', 56, around(40, [0, 1])),
    ...runsEndingAt('residual', 110, around(90, [0, 1])),
  ];
  const { result } = evaluated(residualBeatsPlain(), runs);
  t.deepEqual([result.verdict, result.effect], ['supported', 30]);
  t.regex(result.statement, /plain-56 .* residual-56/);
});

test('a residual network that is worse refutes it; one that is equal leaves it open', t => {
  for (const [train, verdict] of [
    [70, 'inconclusive'],
    [80, 'refuted'],
  ] as const) {
    const runs = [...plain, ...runsEndingAt('residual', 56, around(train, [0, 1]))];
    t.is(evaluated(residualBeatsPlain(), runs).result.verdict, verdict);
  }
});

test('where several arms ran, the paper’s is compared', t => {
  const config = { regularizers: [{ name: 'dropout', options: { rate: 0.5 } }] };
  const dropout = [1, 2].map(seed =>
    makeRun({ kind: 'residual', depth: 56, seed, epochs: 2, config, final: { train: 99, test: 99 } }),
  );
  const runs = [...dropout, ...plain, ...runsEndingAt('residual', 56, around(40, [0, 1]))];
  t.is(evaluated(residualBeatsPlain(), runs).result.effect, 30);
});

test('the depth is one of the arm that is compared, whatever else ran', t => {
  const network = { width: 16, shortcut: 'A', batchNorm: true, block: 'bottleneck' } as const;
  const others = (['plain', 'residual'] as const).map(kind =>
    makeRun({ kind, depth: 110, seed: 1, epochs: 2, config: { network }, final: { train: 99, test: 99 } }),
  );
  const runs = [...others, ...plain, ...runsEndingAt('residual', 56, around(40, [0, 1]))];
  t.is(evaluated(residualBeatsPlain(), runs).result.effect, 30);
});

test('one kind alone leaves nothing to compare', t => {
  t.is(evaluated(residualBeatsPlain(), plain).result.verdict, 'inconclusive');
});
