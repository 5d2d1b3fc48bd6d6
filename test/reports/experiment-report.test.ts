import test from 'ava';
import { trainingErrorOverDepth } from '../../src/charts/error-over-depth.ts';
import { depthAnswer } from '../../src/evidence/depth-answer.ts';
import { renderReport } from '../../src/reports/experiment-report.ts';
import { imagesOf } from '../data/fixtures.ts';
import { exhaustive } from '../exhaustive.ts';
import { definition } from './definition.ts';
import { context, cutShort, makeRun, makeRuns, paperConfig, plannedOf } from './fixtures.ts';

const runs = makeRuns({ depths: [8, 20], seeds: 2, epochs: 3 });

test('the same rows give the same bytes, in whatever order they come', t => {
  t.is(
    renderReport(definition, runs, context).html,
    renderReport(definition, [...runs].reverse(), context).html,
  );
});

test('the page loads nothing, and leads to its results, its parts, the index and the papers', t => {
  // Scripts hold addresses as text; what they do is seen in a real browser (page/client.test.ts).
  const html = renderReport(definition, runs, context).html.replaceAll(/<script>[\s\S]*?<\/script>/g, '');
  for (const [, address] of html.matchAll(/\s(?:src|href|action)="([^"]*)"/g))
    t.regex(
      address!,
      /^(?:\.\.\/results\/plain-vs-residual\/|#[a-z-]+$|index\.html$|https:\/\/(?:arxiv\.org\/abs\/[\d.]+|www\.cs\.toronto\.edu\/~kriz\/.*\.pdf|aclanthology\.org\/[\w-]+\/)$)/,
    );
  t.false(/<link|@import/.test(html));
});

test('text from runs and from the command line stays text', t => {
  const evil = `</script><script>alert(1)</script>"'<img src=x onerror=alert(2)>`;
  const config = { regularizers: [{ name: evil, options: { text: evil } }] };
  const planted = cutShort(
    makeRun({ kind: 'plain', depth: 8, seed: 3, epochs: 3, config }),
    'failed',
    1,
    evil,
  );
  const renamed = {
    ...planted,
    gradients: planted.gradients.map(row => ({ ...row, layer_name: evil })),
    responses: planted.responses.map(row => ({ ...row, layer_name: evil })),
  };
  const plain = renderReport(definition, runs, context).html;
  const { html } = renderReport(definition, [...runs, renamed], { ...context, command: evil, preset: evil });
  t.is(html.split('<script').length, plain.split('<script').length);
  t.is(html.split('</script').length, plain.split('</script').length);
  t.is(html.split('<img').length, plain.split('<img').length);
  t.true(html.includes('failed at epoch 1 of 3: &lt;/script&gt;'));
});

test('a report from synthetic images says so in its title', t => {
  const synthetic = runs.map(({ record, ...rows }) => {
    const { config } = record;
    const data = { ...imagesOf(config.data), dataset: 'synthetic' as const };
    return { ...rows, record: { ...record, config: { ...config, data } } };
  });
  const { html, told } = renderReport(definition, synthetic, context);
  t.true(html.includes('Synthetic images, not CIFAR-10 · preset'));
  t.like(told, { synthetic: true, data: { en: 'Synthetic images, not CIFAR-10' } });
  t.true(renderReport(definition, runs, context).html.includes(' · CIFAR-10 · preset'));
  t.true(/<title>[^<]*\(synthetic data\)<\/title>/.test(html));
  t.true(/<h1>[^<]*\(synthetic data\)<\/h1>/.test(html));
});

test('missing runs are announced, and a page without any run is a page', t => {
  const planned = plannedOf(makeRuns({ depths: [8, 20], seeds: 3, epochs: 3 }));
  t.true(/8 of 12 runs finished/.test(renderReport(definition, runs, { ...context, planned }).html));
  const empty = renderReport(definition, [], { ...context, planned: plannedOf(makeRuns()) });
  t.true(/0 of 24 runs finished/.test(empty.html));
  t.true(empty.claims.every(claim => claim.verdict === 'inconclusive'));
});

test('the paper’s numbers stand beside runs of its size only', t => {
  t.false(/Paper, test error %/.test(renderReport(definition, runs, context).html));
  const full = makeRuns({ depths: [20, 56], seeds: 1, epochs: 2, config: paperConfig });
  const { html } = renderReport(definition, full, context);
  t.true(/Paper, test error %/.test(html));
  t.true(/6\.97<\/td>/.test(html));
});

test('deviations, command and a given date are on the page', t => {
  const { html } = renderReport(definition, runs, { ...context, generatedAt: '2026-11-24' });
  for (const text of ['Images are 16×16.', context.command, '2026-11-24', 'bbae3e5'])
    t.true(html.includes(text), text);
});

(exhaustive ? test : test.skip)('a hundred long runs of deep networks make a page of less than 5 MB', t => {
  const many = makeRuns({ depths: [20, 32, 44, 50, 56], seeds: 10, epochs: 164 });
  t.is(many.length, 100);
  const { html } = renderReport(definition, many, context);
  t.true(html.length < 5e6, `${html.length}`);
  t.true(html.includes('bands are 95\u00a0% t intervals of the training error'));
});

test('the first screen has the answer in absolute numbers, the picture, the drawing, badges and verdicts', t => {
  const lead = trainingErrorOverDepth();
  const answer = (those: Parameters<typeof depthAnswer>[0]) => depthAnswer(those);
  const { html } = renderReport({ ...definition, lead, answer }, runs, context);
  const first = /<header>([\s\S]*?)<\/header>/.exec(html)![1]!;
  t.regex(
    first,
    /<p class="answer">After 3 epochs, 20 plain layers err on \d+\.\d\s% of their own training images, 8 on \d+\.\d\s%; with shortcuts, 20 layers err on \d+\.\d\s%\.<\/p>/,
  );
  t.true(first.includes('data-chart="training-error-over-depth"'));
  t.true(first.includes('aria-labelledby="blocks-title" aria-describedby="blocks-words"'));
  t.regex(
    first,
    /<ul class="badges"><li>not converged: [\d,]+ of the paper’s 64,000 steps<\/li><li>reduced budget/,
  );
  t.regex(first, /<table class="verdicts">/);
  t.true(first.includes('Checks, which only a mistake could refute:'));
});

test('an answer says that it is provisional as long as runs are missing', t => {
  const planned = plannedOf(makeRuns({ depths: [8, 20], seeds: 3, epochs: 3 }));
  const answer = (those: Parameters<typeof depthAnswer>[0]) => depthAnswer(those);
  const { html } = renderReport({ ...definition, answer }, runs, { ...context, planned });
  t.regex(html, /<p class="answer">Provisional: After 3 epochs/);
  t.is(depthAnswer(runs.filter(run => run.record.config.depth === 8)), null);
});
