import test from 'ava';
import { errorCurves } from '../../src/charts/error-curves.ts';
import { errorOverDepth } from '../../src/charts/error-over-depth.ts';
import { rowsOf } from '../../src/charts/parts/table.ts';
import { he2015 } from '../../src/paper/published.ts';
import { cutShort, makeRun, makeRuns, paperConfig } from '../reports/fixtures.ts';
import { built } from './render.ts';

test('only finished runs have a final error; the others are counted', t => {
  const chart = built(errorOverDepth(), [
    ...makeRuns({ depths: [8], seeds: 2, epochs: 2 }),
    cutShort(makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 2 }), 'failed', 1),
  ]);
  t.false(rowsOf(chart.table).some(row => row.depth === 20));
  t.regex(chart.notes.join(' '), /1 run without a final error/);
});

test('published numbers stand only beside runs of the paper’s size', t => {
  const published = (config = {}) =>
    rowsOf(
      built(
        errorOverDepth({ published: he2015 }),
        makeRuns({ depths: [20, 56], seeds: 1, epochs: 2, config }),
      ).table,
    )
      .filter(row => row.level === 'paper')
      .map(row => row.error);
  t.deepEqual(published(), []);
  t.deepEqual(published(paperConfig), [9.5, 8.75, 13.5, 6.97]);
});

test('an experiment may say something else about it', t => {
  const advice = { lookFor: 'Something else.', refutedBy: 'Its opposite.' };
  const runs = makeRuns({ depths: [2, 8], seeds: 1, epochs: 1 });
  t.like(built(errorOverDepth({ advice }), runs), advice);
  t.regex(String(built(errorOverDepth(), runs).lookFor), /slopes/);
  t.regex(String(built(errorCurves(advice), runs).lookFor), /^Something else\. The vertical scale/);
});

test('the slider shows every earlier epoch, where who ended earlier keeps the last value', t => {
  const [long, short] = makeRuns({ kinds: ['plain'], depths: [8], seeds: 2, epochs: 6 });
  const ended = { ...short!, epochs: short!.epochs.slice(0, 4) };
  const chart = built(errorOverDepth(), [long!, ended]);
  t.deepEqual(chart.slider, { seeds: [1, 2] });
  const rows = rowsOf(chart.table).filter(row => row.level === 'seed' && row.panel === 'Training error');
  const at = (epoch: number | null) =>
    rows.filter(row => row.at === epoch).map(({ seed, error }) => [seed, error]);
  const cut = (value: number) => Number(value.toPrecision(4));
  t.deepEqual(at(5), [
    [1, cut(long!.epochs[5]!.train_error_pct)],
    [2, cut(ended.epochs[3]!.train_error_pct)],
  ]);
  t.deepEqual(at(null), [
    [1, cut(long!.epochs[6]!.train_error_pct)],
    [2, cut(ended.epochs[3]!.train_error_pct)],
  ]);
});

test('a chart says that errors in the midst of training are not those of a shorter one', t => {
  const { notes } = built(errorOverDepth(), makeRuns({ depths: [8], seeds: 1, epochs: 3 }));
  t.regex(notes.join(' '), /a shorter training would not have ended there/);
});
