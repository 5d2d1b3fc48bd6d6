import test from 'ava';
import { evaluateClaims, percentLevel } from '../../../src/report/claims/claim.ts';
import { definition } from '../definition.ts';
import { makeRuns } from '../fixtures.ts';

test('the level is corrected for the claims that chance can touch, and the rule says so', t => {
  const findings = evaluateClaims(definition.claims, makeRuns({ seeds: 2, epochs: 2 }));
  t.deepEqual(
    findings.map(({ level }) => level && Number(level.toFixed(12))),
    [0.975, 0.975, 0.975, 0.975, null],
  );
  t.regex(String(findings[0]!.result.rule), /97\.5 % interval .* on this page, 4, do so together/);
});

test('levels are written without needless digits', t => {
  t.deepEqual(
    [percentLevel(0.95), percentLevel(0.9875), percentLevel(1 - 0.05 / 3)],
    ['95 %', '98.75 %', '98.33 %'],
  );
});
