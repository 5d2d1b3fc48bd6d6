import test from 'ava';
import { centreIsTrained, surfaceIsComplete } from '../../../src/evidence/claims/landscape.ts';
import { makeRun } from '../../reports/fixtures.ts';
import { evaluated } from './claims.ts';

const config = { probes: { measure: ['landscape' as const], landscapeSide: 3 } };

/** Of which the point in the middle is so much above the trained loss. */
function runWith(above: number) {
  const run = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 2, config });
  const trained = run.epochs.at(-1)!.train_loss;
  const landscape = run.landscape.map(row =>
    row.alpha === 0 && row.beta === 0 ? { ...row, train_loss: trained * (1 + above) } : row,
  );
  return { ...run, landscape };
}

test('a surface whose middle is the trained loss passes its check, any other does not', t => {
  t.like(evaluated(centreIsTrained(), [runWith(0)]).result, { verdict: 'supported', effect: 0, check: true });
  t.is(evaluated(centreIsTrained(), [runWith(0), runWith(1e-3)]).result.verdict, 'refuted');
});

test('a surface that lacks a point, or has one twice, does not pass', t => {
  const whole = runWith(0);
  t.like(evaluated(surfaceIsComplete(), [whole]).result, { verdict: 'supported', effect: 0 });
  const short = { ...whole, landscape: whole.landscape.slice(1) };
  t.like(evaluated(surfaceIsComplete(), [short]).result, { verdict: 'refuted', effect: 1 });
  const twice = { ...whole, landscape: [whole.landscape[1]!, ...whole.landscape.slice(1)] };
  t.like(evaluated(surfaceIsComplete(), [twice]).result, { verdict: 'refuted', effect: 1 });
});
