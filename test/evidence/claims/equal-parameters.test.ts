import test from 'ava';
import { equalParameters } from '../../../src/evidence/claims/equal-parameters.ts';
import { makeRun, makeRuns } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

const evaluate = (runs: Parameters<ReturnType<typeof equalParameters>['evaluate']>[0]) =>
  evaluated(equalParameters(), runs);

test('equal counts at every depth support it, with one seed already', t => {
  const { result, level } = evaluate(makeRuns({ seeds: 1, epochs: 1 }));
  t.deepEqual([result.verdict, result.effect, result.n, level], ['supported', 0, 4, null]);
});

test('one parameter too many at one depth refutes it', t => {
  const runs = makeRuns({ seeds: 1, epochs: 1, depths: [8] });
  const more = makeRun({
    kind: 'residual',
    depth: 8,
    seed: 2,
    epochs: 1,
    record: { parameters: runs[0]!.record.parameters + 1 },
  });
  t.deepEqual(
    [evaluate([...runs, more]).result.verdict, evaluate([...runs, more]).result.effect],
    ['refuted', 1],
  );
});

test('a depth without its twin leaves it open', t => {
  const runs = [
    ...makeRuns({ seeds: 1, epochs: 1, depths: [8] }),
    makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 1 }),
  ];
  const { result, notes } = evaluate(runs);
  t.is(result.verdict, 'inconclusive');
  t.true(notes.includes('Depth 20 has one kind only.'));
  t.is(evaluate([]).result.verdict, 'inconclusive');
});
