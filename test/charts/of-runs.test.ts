import test from 'ava';
import { errorCurves } from '../../src/charts/error-curves.ts';
import { errorOverDepth } from '../../src/charts/error-over-depth.ts';
import { ofRuns } from '../../src/charts/of-runs.ts';
import { rowsOf } from '../../src/charts/parts/table.ts';
import { makeRuns } from '../reports/fixtures.ts';
import { built, drawn } from './render.ts';

const runs = makeRuns({ depths: [8, 20, 56], seeds: 2, epochs: 3 });
const isDeep = ({ depth }: { depth: number }) => depth > 8;

test('a chart of a part of the runs has their rows, their axes and no others', async t => {
  const chart = built(ofRuns(errorOverDepth(), { only: isDeep }), runs);
  t.deepEqual([...new Set(rowsOf(chart.table).flatMap(({ depth }) => depth ?? []))], [20, 56]);
  t.true(JSON.stringify(chart.spec).includes('"values":[20,56]'));
  t.deepEqual((await drawn(chart)).warnings, []);
});

test('a depth and an arm keep the colour that they have on the page', t => {
  const spec = (only: Parameters<typeof ofRuns>[1]['only'], chart = errorCurves()) =>
    JSON.stringify(built(ofRuns(chart, { only }), runs).spec);
  t.true(spec(isDeep).includes('{"domain":[20,56],"range":["var(--depth-20)","var(--depth-56)"]}'));
  t.true(
    spec(({ kind }) => kind === 'residual', errorOverDepth()).includes(
      '{"domain":["residual"],"range":["var(--arm-1)"]}',
    ),
  );
});

test('it may say other things than the chart that it is made from', t => {
  const options = { id: 'deep', title: 'Deep ones', lookFor: 'Look here.', refutedBy: 'Not so.' };
  const chart = ofRuns(errorCurves(), { only: isDeep, ...options });
  const { lookFor, refutedBy } = built(chart, runs);
  t.deepEqual({ id: chart.id, title: chart.title, lookFor, refutedBy }, options);
  const same = ofRuns(errorCurves(), { only: isDeep });
  t.deepEqual([same.id, same.title], [errorCurves().id, errorCurves().title]);
  t.is(String(built(same, runs).lookFor), String(built(errorCurves(), runs).lookFor));
});

test('of no runs nothing is drawn', t => {
  const chart = ofRuns(errorCurves(), { only: () => false });
  t.is(chart.build(runs, { depths: [8, 20, 56], arms: ['plain', 'residual'] }), undefined);
});
