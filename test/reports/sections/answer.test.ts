import test from 'ava';
import { boundClaim } from '../../../src/evidence/claims/bound-claim.ts';
import { evaluateClaims } from '../../../src/evidence/claims/claim.ts';
import type { PlannedRuns } from '../../../src/evidence/pairs/planned.ts';
import { answerOf, progressOf } from '../../../src/reports/sections/answer.ts';
import { claimsSection } from '../../../src/reports/sections/claims.ts';
import { definition } from '../definition.ts';
import { cutShort, makeRun, makeRuns, paperConfig, plannedOf } from '../fixtures.ts';

const answer = (runs: Parameters<typeof progressOf>[0]) =>
  answerOf(evaluateClaims(definition.claims, runs, { planned: [] }));

test('the answer is one sentence that follows from the claims', t => {
  t.regex(
    // Enough test images for a margin of two points.
    String(answer(makeRuns({ seeds: 3, config: { data: paperConfig.data! } }))),
    /^56 plain layers end at \d+\.\d % training error, \d+ at \d+\.\d %; 56 residual layers end at .*\. All 4 claims hold\.$/,
  );
  t.regex(
    String(answer(makeRuns({ seeds: 1 }))),
    /^56 plain layers .*\. One seed: a direction, not a verdict\.$/,
  );
  const planned = plannedOf(makeRuns());
  t.regex(String(answerOf(evaluateClaims(definition.claims, [], { planned }))), /^No answer yet/);
  const swapped = makeRuns({ seeds: 3, depths: [20, 56] }).map(run => {
    const worse = run.record.config.kind === 'residual' ? 40 : -40;
    return {
      ...run,
      epochs: run.epochs.map(row => ({ ...row, train_error_pct: row.train_error_pct + worse })),
    };
  });
  t.regex(String(answer(swapped)), /\d of 4 claims refuted by these runs\.$/);
});

test('checks alone are no answer', t => {
  const check = boundClaim({
    id: 'check',
    check: true,
    statement: 'It is exact.',
    unit: 'nats',
    effectInWords: 'a difference',
    side: 'atMost',
    bound: 1,
    isAbout: () => true,
    value: () => 0,
    measured: String,
  });
  t.is(
    String(answerOf(evaluateClaims([check], makeRuns({ seeds: 3 }), { planned: [] }))),
    'No answer: these runs hold no numbers that a claim compares.',
  );
});

test('one claim that is left is another, several are others', t => {
  const claims = [true, true, false].map((holds, index) =>
    boundClaim({
      id: `claim-${index}`,
      statement: 'It is small.',
      unit: 'nats',
      effectInWords: 'a number',
      side: 'atMost',
      bound: 1,
      isAbout: () => holds,
      value: () => 0,
      measured: String,
    }),
  );
  const told = (some: typeof claims) =>
    String(answerOf(evaluateClaims(some, makeRuns({ seeds: 3 }), { planned: [] })));
  t.regex(told(claims), /2 of 3 claims hold, the other is open\.$/);
  t.regex(told([...claims, claims[2]!]), /2 of 4 claims hold, the others are open\.$/);
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
    '2 of 8 runs finished (1 diverged, 1 failed, 4 not started). Verdicts are provisional until all have ended.',
  );
  t.is(String(progressOf(more, 4)), '2 of 4 runs finished (1 diverged, 1 failed).');
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
      isAbout: () => true,
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

test('what is only checked stands apart, and is not counted', t => {
  const runs = makeRuns({ seeds: 2, epochs: 2 });
  const page = claimsSection(evaluateClaims(definition.claims, runs, { planned: [] }))!.in('en');
  const [claims, checks] = page.split('<h3>Checks</h3>');
  t.is(claims!.match(/<li id="claim-/g)?.length, 4);
  t.regex(checks!, /<li id="claim-equal-parameters">/);
  t.regex(String(answer(runs)), /of 4 claims/);
});

test('a page says of each verdict that it is provisional, or exploratory', t => {
  const runs = makeRuns({ seeds: 2, epochs: 2 });
  const planned = plannedOf(makeRuns({ seeds: 3, epochs: 2 }));
  const page = (plan: PlannedRuns) => {
    const findings = evaluateClaims(definition.claims, runs, plan);
    return `${answerOf(findings)} ${claimsSection(findings)!.in('en')}`;
  };
  t.notRegex(page({ planned: [] }), /rovisional|xploratory/);
  t.is(page({ planned }).match(/\(provisional\)<\/p>/g)?.length, 5);
  t.regex(page({ planned }), /^Provisional: .*not every planned run has ended/s);
  t.is(page({ planned: [], extended: true }).match(/\(exploratory\)<\/p>/g)?.length, 5);
});

test('where a plan has ended without any network that a claim compares, that is what the page says', t => {
  const runs = makeRuns({ kinds: ['plain'], depths: [8], seeds: 2, epochs: 2 });
  t.is(String(answer(runs)), 'No answer: these runs hold no numbers that a claim compares.');
});
