import test from 'ava';
import { gradientHeatMap } from '../../src/charts/gradient-heat-map.ts';
import { gradientProfile, lastNorms } from '../../src/charts/gradient-profile.ts';
import { layerNorms, thinned } from '../../src/charts/parts/gradients.ts';
import { rowsOf } from '../../src/charts/parts/table.ts';
import { makeRun, makeRuns } from '../reports/fixtures.ts';
import { built, drawn } from './render.ts';

test('thinning keeps the first and the last epoch and spreads the others', t => {
  const epochs = Array.from({ length: 165 }, (_, i) => i);
  const kept = thinned(epochs, 12);
  t.is(kept.length, 12);
  t.deepEqual([kept[0], kept.at(-1)], [0, 164]);
  t.deepEqual(thinned([0, 1, 2], 12), [0, 1, 2]);
  t.deepEqual(thinned(epochs, 1), [0, 164]);
});

test('norms of seeds are averaged as orders of magnitude', t => {
  const runs = [1, 2].map(seed => {
    const run = makeRun({ kind: 'plain', depth: 8, seed, epochs: 1 });
    return { ...run, gradients: run.gradients.map(row => ({ ...row, grad_norm: seed === 1 ? 0.01 : 1 })) };
  });
  const { norms } = layerNorms(runs, () => new Set([0]));
  t.is(norms.length, 8);
  t.true(norms.every(norm => Math.abs(norm.log10 + 1) < 1e-12));
  t.deepEqual([norms[0]!.position, norms.at(-1)!.position], [0, 1]);
});

test('seeds that end at different epochs make one line: each counts with its own last epoch', t => {
  const runs = [1, 2].map(seed => makeRun({ kind: 'plain', depth: 8, seed, epochs: 2 + seed }));
  const chart = built(gradientProfile(), runs);
  for (const panel of ['plain, before training', 'plain, last epoch']) {
    const rows = rowsOf(chart.table).filter(
      row => String(row.panel) === panel && (row.at === null || row.at === -1),
    );
    t.deepEqual(
      rows.map(row => row.layer),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
  }
  t.is(lastNorms(runs).norms.length, 8);
  t.is(lastNorms(runs).norms[0]!.epoch, 4);
});

test('norms of zero are dropped, counted, and cause no warning on the logarithmic axis', async t => {
  const run = makeRun({ kind: 'plain', depth: 8, seed: 1, epochs: 2 });
  const gradients = run.gradients.map(row => (row.layer_index === 3 ? { ...row, grad_norm: 0 } : row));
  for (const builder of [gradientProfile(), gradientHeatMap()]) {
    const chart = built(builder, [{ ...run, gradients }]);
    t.regex(chart.notes.join(' '), /[23] norms of exactly 0/);
    t.false(rowsOf(chart.table).some(row => row.layer === 3));
    t.deepEqual((await drawn(chart)).warnings, []);
  }
});

test('a heat map says which epochs it draws when it cannot draw all', t => {
  const chart = built(gradientHeatMap(), makeRuns({ depths: [56], seeds: 1, epochs: 80 }));
  t.regex(chart.notes.join(' '), /42 of 81 measured epochs/);
  t.true(chart.table.length <= 15_000);
});

test('captions say what the rows show, also where it speaks for vanishing gradients', t => {
  const seen = (factor: number) => {
    const runs = makeRuns({ depths: [8], seeds: 1, epochs: 2 }).map(run => ({
      ...run,
      gradients: run.gradients.map(row => ({
        ...row,
        grad_norm: row.kind === 'plain' && row.layer_index === 2 ? factor : 1,
      })),
    }));
    return [gradientHeatMap(), gradientProfile()].map(builder => String(built(builder, runs).seen));
  };
  const [least, range] = seen(0.02);
  t.regex(
    least!,
    /plain-8 gets 50 times less gradient than the same layer of residual-8: .*, after epoch 1\.$/,
  );
  t.regex(range!, /a factor of 50 in plain at depth 8; a factor of 1 in residual at depth 8/);
  t.regex(seen(7)[0]!, /every layer of plain-8 gets at least 1.0 times the gradient/);
});

test('a few extreme cells do not stretch the scale of colours', t => {
  const runs = makeRuns({ depths: [20], seeds: 1, epochs: 20 }).map(run => ({
    ...run,
    gradients: run.gradients.map(row => ({
      ...row,
      grad_norm: row.epoch === 0 && row.layer_index === 0 ? 1e6 : 1,
    })),
  }));
  const { spec } = built(gradientHeatMap(), runs);
  const { color } = (spec as { spec: { encoding: { color: { scale: { domain: number[] } } } } }).spec
    .encoding;
  t.deepEqual(color.scale.domain, [0, 1]);
});

test('the slider stops at earlier epochs, where a run that has ended keeps its last value', t => {
  const runs = [1, 2].map(seed => makeRun({ kind: 'plain', depth: 8, seed, epochs: 2 + 2 * seed }));
  const chart = built(gradientProfile(), runs);
  const stops = new Set(rowsOf(chart.table).map(({ at }) => at));
  t.deepEqual(
    [...stops].sort((a, b) => Number(a) - Number(b)),
    [-1, null, 0, 1, 2, 3, 4, 5],
  );
  const at = (epoch: number) => rowsOf(chart.table).filter(row => row.at === epoch && row.layer === 0);
  t.is(at(5).length, 1);
  t.is(at(5)[0]!.epoch, 5);
});
