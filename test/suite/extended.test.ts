import test from 'ava';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { type ClaimResult, type Plan, RESULTS_SCHEMA } from '../../src/results/schema.ts';
import { earlierPlans, isExtended } from '../../src/suite/extended.ts';
import { type Overrides, planRuns } from '../../src/suite/plan.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { tinyPreset } from './fixtures.ts';

const plan = (overrides: Overrides = {}) => ({ runs: planRuns(tinyPreset, overrides) });
const claim: ClaimResult = {
  id: 'learns',
  statement: 'It learns.',
  verdict: 'inconclusive',
  effect: 1,
  ci_low: -1,
  ci_high: 3,
  unit: 'points',
  n: 2,
  rule: 'By its interval.',
};
const seen = (overrides: Overrides) => ({ plan: plan(overrides), claims: [claim] });

test('more seeds after a verdict extend a plan, be it an inconclusive one', t => {
  t.true(isExtended(plan({ seeds: 4 }), [seen({ seeds: 2 })]));
  t.true(isExtended(plan({ seeds: [1, 2, 7] }), [seen({ seeds: [2, 7] })]));
  t.true(isExtended(plan({ seeds: 4 }), [seen({ epochs: 9 }), seen({ seeds: 3 })]));
});

test('other seeds, fewer seeds, other networks and the same plan again do not', t => {
  for (const before of [{ seeds: [101, 102] }, { seeds: 4 }, { seeds: 5 }, { seeds: 2, epochs: 9 }]) {
    t.false(isExtended(plan({ seeds: 4 }), [seen(before)]), JSON.stringify(before));
  }
  t.false(isExtended(plan({ seeds: 4 }), []));
});

test('verdicts that were provisional, or never written, are no verdicts', t => {
  const before = plan({ seeds: 2 });
  const provisional = [{ ...claim, provisional: true as const }];
  for (const claims of [null, [], provisional])
    t.false(isExtended(plan({ seeds: 4 }), [{ plan: before, claims }]));
});

test('a plan that was extended stays so, and so does one that holds it', t => {
  const before = { plan: { ...plan({ seeds: 4 }), extended: true as const }, claims: null };
  t.true(isExtended(plan({ seeds: 4 }), [before]));
  t.true(isExtended(plan({ seeds: 6 }), [before]));
  t.false(isExtended(plan({ seeds: 2 }), [before]));
});

test('a limit on the seeds of one variant does not hide that others got more', t => {
  const varied = {
    ...tinyPreset,
    variants: [{}, { network: { shortcut: 'B' as const }, seeds: 1 }],
  };
  const runs = (seeds: number) => ({ runs: planRuns(varied, { seeds }) });
  t.true(isExtended(runs(3), [{ plan: runs(2), claims: [claim] }]));
});

test('plans of an experiment are found with their verdicts', async t => {
  const folder = new ExperimentFolder(await temporaryFolder(t), 'tiny');
  t.deepEqual(await earlierPlans(folder), []);
  const quick: Plan = {
    schema: RESULTS_SCHEMA,
    name: 'quick',
    experiment: 'tiny',
    preset: 'quick',
    command: 'npm run exp:tiny',
    ...plan(),
  };
  await folder.writePlan(quick);
  await folder.writeOutcome(quick, [], [claim]);
  t.deepEqual(await earlierPlans(folder), [{ plan: quick, claims: [claim] }]);
});
