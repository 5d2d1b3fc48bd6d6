import test from 'ava';
import { boundClaim } from '../../../src/report/claims/bound-claim.ts';
import { evaluateClaims } from '../../../src/report/claims/claim.ts';
import { answerOf, progressOf } from '../../../src/report/page/answer.ts';
import { claimsSection } from '../../../src/report/page/claims-section.ts';
import { definition } from '../definition.ts';
import { cutShort, makeRun, makeRuns } from '../fixtures.ts';

const answer = (runs: Parameters<typeof progressOf>[0]) =>
  answerOf(evaluateClaims(definition.claims, runs, { planned: [] }));

test('the answer is one sentence that follows from the claims', t => {
  t.regex(
    String(answer(makeRuns({ seeds: 3 }))),
    /^All 5 claims hold: plain-56 ends .*; residual-56 ends .*\.$/,
  );
  t.regex(
    String(answer(makeRuns({ seeds: 1 }))),
    /^One seed, which shows a direction and decides nothing: plain-56/,
  );
  t.regex(String(answer([])), /^No answer yet/);
  const swapped = makeRuns({ seeds: 3, depths: [20, 56] }).map(run => {
    const worse = run.record.config.kind === 'residual' ? 40 : -40;
    return {
      ...run,
      epochs: run.epochs.map(row => ({ ...row, train_error_pct: row.train_error_pct + worse })),
    };
  });
  t.regex(String(answer(swapped)), /^1 of 5 claims refuted/);
});

test('progress is told until every planned run has finished', t => {
  const runs = makeRuns({ seeds: 1, depths: [8], epochs: 2 });
  t.is(progressOf(runs, 2), null);
  const more = [
    ...runs,
    cutShort(makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 2 }), 'diverged', 1),
    cutShort(makeRun({ kind: 'residual', depth: 20, seed: 1, epochs: 2 }), 'failed', 1),
  ];
  t.is(
    String(progressOf(more, 8)),
    '2 of 8 runs finished (1 diverged, 1 failed, 4 not started). Only finished runs count in claims.',
  );
});

test('an exact claim is told in its own unit, without an interval', t => {
  const runs = makeRuns({ seeds: 1, depths: [8], epochs: 2 });
  const told = (value: number) => {
    const claim = boundClaim({
      id: 'exact',
      statement: 'It is exact.',
      unit: 'nats',
      effectInWords: 'a difference',
      side: 'atMost',
      bound: 1,
      value: () => value,
      measured: String,
    });
    return claimsSection(evaluateClaims([claim], runs, { planned: [] }))
      ?.in('en')
      .match(/class="effect">(.*?)</)?.[1];
  };
  t.is(told(0), 'Effect: 0 nats, exact, n = 2');
  t.is(told(1234), 'Effect: 1,234 nats, exact, n = 2');
  t.is(told(1.23456e-7), 'Effect: 1.23e-7 nats, exact, n = 2');
});
