import test from 'ava';
import { renderComparison } from '../../../src/reports/comparison/comparison-report.ts';
import { definition } from '../definition.ts';
import { makeRuns } from '../fixtures.ts';

const small = { depths: [8, 20], seeds: 2, epochs: 4 };
const first = makeRuns(small);
const mixup = makeRuns({ ...small, config: { regularizers: [{ name: 'mixup', options: { alpha: 0.2 } }] } });
const context = { command: 'npm run suite -- compare a b' };
const compare = (...sets: [typeof first, typeof first]) =>
  renderComparison(definition, { name: 'old', runs: sets[0] }, { name: 'new', runs: sets[1] }, context);

test('both sets are in every chart, under their own names where only these tell them apart', t => {
  const same = compare(first, first);
  for (const arm of ['plain · old', 'residual · new']) t.true(same.html.includes(arm), arm);
  const variants = compare(first, mixup);
  t.true(variants.html.includes('plain · mixup 0.2'));
  t.false(variants.html.includes('· old'));
  t.deepEqual(
    variants.built.map(({ builder }) => builder.id),
    [
      'differences',
      'error-curves',
      'gradient-profile',
      'error-over-depth',
      'gradient-heat-map',
      'layer-responses',
    ],
  );
});

test('the settings that differ are listed, and no others', t => {
  const { html } = compare(first, mixup);
  t.true(html.includes('<td>Added regularizers</td><td class="words">none</td>'));
  t.true(html.includes('One setting differs'));
  t.false(html.includes('<td>Optimizer</td>'));
  t.true(compare(first, first).html.includes('No setting differs'));
  const { recipe } = first[0]!.record.config;
  const optimizer = { name: 'momentum', options: { momentum: 0 } };
  const changed = makeRuns({ ...small, config: { recipe: { ...recipe, learningRate: 0.2, optimizer } } });
  t.true(compare(first, changed).html.includes('Several settings differ'));
});

test('networks that only one set has are named, and sets without any in common make a page too', t => {
  const { html } = compare(first, makeRuns({ ...small, depths: [20, 56] }));
  t.true(html.includes('Only in old, compared with nothing: plain-8 and residual-8.'));
  const nothing = compare(makeRuns({ ...small, depths: [8] }), makeRuns({ ...small, depths: [20] }));
  t.true(nothing.html.includes('The sets have no kind of network and depth in common.'));
  t.regex(String(nothing.answer), /No answer yet/);
});

test('names of sets are words, whatever is in them', t => {
  const evil = `</script><script>alert("1")</script>'`;
  const { html } = renderComparison(
    definition,
    { name: evil, runs: first },
    { name: 'b', runs: first },
    context,
  );
  t.false(html.includes('<script>alert'));
});
