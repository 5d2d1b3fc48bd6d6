import test from 'ava';
import { experimentNames } from '../../src/catalogue.ts';
import { argument } from '../../src/reports/argument.ts';
import { type ReportSummary, renderIndex } from '../../src/reports/index-page.ts';

const both = (text: string) => ({ en: text, 'zh-CN': `${text}。` });

function summary(changes: Partial<ReportSummary> = {}): ReportSummary {
  return {
    name: 'depth',
    title: both('Why depth'),
    plan: 'quick',
    otherPlans: [],
    preset: 'quick',
    data: both('CIFAR-10'),
    synthetic: false,
    ended: 4,
    planned: 4,
    answer: both('Because'),
    supported: 2,
    refuted: 1,
    inconclusive: 3,
    picture: both('<svg role="img"><g id="clip1" stroke="var(--arm-0)"></g></svg>'),
    scales: { depths: [8], arms: ['plain'] },
    ...changes,
  };
}

test('every experiment has its place in the argument', t => {
  const told = argument.flatMap(({ experiments }) => experiments);
  t.deepEqual([...told].sort(), experimentNames());
});

test('a step that ran has its picture, its answer, its counts and the way to its report', t => {
  const html = renderIndex([summary()]);
  for (const text of [
    'Because',
    '2 supported, 1 refuted, 3 inconclusive',
    'href="depth.html"',
    'preset quick',
  ])
    t.true(html.includes(text), text);
  // Colours and ids of one report do not meet those of another.
  t.true(html.includes('<g id="depth-clip1" stroke="var(--depth-arm-0)">'));
  t.regex(html, /--depth-arm-0:#/);
});

test('a step of several experiments has the picture of each, under its title', t => {
  const html = renderIndex([
    summary({ name: 'shattering', title: both('Shattered') }),
    summary({ name: 'lesions', title: both('Damaged') }),
  ]);
  const places = ['<h3>Shattered', 'id="shattering-clip1"', '<h3>Damaged', 'id="lesions-clip1"'].map(text =>
    html.indexOf(text),
  );
  t.true(places.every(place => place > 0));
  t.deepEqual(
    [...places].sort((a, b) => a - b),
    places,
  );
  t.is(argument.length, 10);
});

test('pages of other plans of an experiment are within reach', t => {
  const otherPlans = [
    { name: 'smoke', preset: 'smoke', runs: 1 },
    { name: 'quick-0123abcd', preset: 'quick', runs: 6 },
  ];
  const html = renderIndex([summary({ otherPlans })]);
  t.true(html.includes('<a href="depth/smoke.html">smoke</a> (1 run)'));
  t.true(html.includes('<a href="depth/quick-0123abcd.html">quick-0123abcd</a> (preset quick, 6 runs)'));
});

test('a step that did not run says so, with the line that runs it', t => {
  const html = renderIndex([]);
  for (const name of experimentNames()) t.true(html.includes(`<code>npm run exp:${name}</code>`), name);
});

test('what is not done, or not from CIFAR-10, says so', t => {
  const html = renderIndex([summary({ ended: 1, data: both('Made up'), synthetic: true, picture: null })]);
  t.true(html.includes('1 of 4 runs done'));
  t.true(html.includes(' · Made up · '));
  t.true(html.includes('Some of these results are from synthetic data'));
});

test('the first screen has the answer and the picture of the experiment that all is about, in the colours of its steps', t => {
  const html = renderIndex([summary({ name: 'plain-vs-residual', answer: both('Worse.') }), summary()]);
  const first = /<header>([\s\S]*?)<\/header>/.exec(html)![1]!;
  t.true(first.includes('<p class="answer">Worse.</p>'));
  t.true(first.includes('<g id="first-clip1" stroke="var(--plain-vs-residual-arm-0)">'));
  t.true(first.includes('<title id="blocks-title">A plain and a residual block</title>'));
  const ids = [.../<main[\s\S]*?<\/main>/.exec(html)![0].matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
  t.is(new Set(ids).size, ids.length);
});

test('what was not run is one folded list at the end, open where nothing was run', t => {
  const html = renderIndex([summary()]);
  t.true(
    html.includes(`<details class="not-run"><summary>Steps that were not run yet (${argument.length - 1})`),
  );
  t.true(html.indexOf('href="depth.html"') < html.indexOf('class="not-run"'));
  t.true(renderIndex([]).includes('<details class="not-run" open>'));
});

test('no heading of the argument says a result', t => {
  for (const { heading } of argument) t.regex(String(heading), /\?$/);
});

test('experiments of one’s own stand at the end, and their words stay words', t => {
  const evil = `</script><img src=x onerror="alert(1)">`;
  const html = renderIndex([summary({ name: 'mine', title: both(evil), answer: both(evil) })]);
  t.true(html.includes('Other experiments'));
  t.false(html.includes('<img'));
});

test('in another language the index is in that language', t => {
  const html = renderIndex([summary()], { language: 'zh-CN' });
  t.regex(html, /<html lang="zh-CN">/);
  t.true(html.includes('Because。'));
});

test('comparisons have their place too, with their answer', t => {
  const one = {
    name: 'compare-depth-a-b',
    title: both('Depth: a <b>'),
    answer: both('No.'),
    compared: 'depth',
  };
  const html = renderIndex([], { comparisons: [one] });
  t.true(html.includes('<a href="compare-depth-a-b.html">Depth: a &lt;b&gt;</a>'));
  t.true(html.includes('No.'));
});
