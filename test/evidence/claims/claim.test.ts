import test from 'ava';
import { evaluateClaims, percentLevel } from '../../../src/evidence/claims/claim.ts';
import { localized } from '../../../src/language/phrase.ts';
import { claimResultSchema, type RunResult } from '../../../src/results/schema.ts';
import { definition } from '../../reports/definition.ts';
import { cutShort, makeRuns, plannedOf } from '../../reports/fixtures.ts';

test('the level is corrected for the claims that chance can touch, and the rule says so', t => {
  const findings = evaluateClaims(definition.claims, makeRuns({ seeds: 2, epochs: 2 }), {
    planned: [],
  });
  t.deepEqual(
    findings.map(({ level }) => level && Number(level.toFixed(12))),
    [0.975, 0.975, 0.975, 0.975, null],
  );
  t.regex(String(findings[0]!.result.rule), /97\.5 % interval .* on this page, 4, do so together/);
});

test('levels are written without needless digits', t => {
  t.deepEqual(
    [0.95, 0.9875, 1 - 0.05 / 3].map(level => String(percentLevel(level))),
    ['95 %', '98.75 %', '98.33 %'],
  );
});

test('verdicts are provisional until every planned run has ended, however it ended', t => {
  const runs = makeRuns({ depths: [8, 20], seeds: 2, epochs: 2 });
  const provisional = (those: readonly RunResult[]) =>
    evaluateClaims(definition.claims, those, { planned: plannedOf(runs) }).map(
      ({ result }) => result.provisional,
    );
  const none = Array.from({ length: 5 }, () => undefined);
  t.deepEqual(provisional(runs), none);
  const [first, second, ...others] = runs;
  t.deepEqual(
    provisional([cutShort(first!, 'diverged', 1), cutShort(second!, 'failed', 1), ...others]),
    none,
  );
  const all = Array.from({ length: 5 }, () => true);
  t.deepEqual(provisional(runs.slice(1)), all);
  t.deepEqual(provisional([cutShort(first!, 'running', 1), ...runs.slice(1)]), all);
});

test('claims of a plan that was given more seeds say so', t => {
  const runs = makeRuns({ depths: [20, 56], seeds: 2, epochs: 2 });
  for (const extended of [true, false, undefined]) {
    const [finding] = evaluateClaims(definition.claims, runs, { planned: [], extended });
    t.is(finding!.result.extended, extended || undefined);
    t.notThrows(() => claimResultSchema.parse(localized(finding!.result, 'en')));
  }
});
