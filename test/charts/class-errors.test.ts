import test from 'ava';
import { errorByClass } from '../../src/charts/class-errors.ts';
import { scalesOf } from '../../src/charts/parts/scales.ts';
import { rowsOf } from '../../src/charts/parts/table.ts';
import { makeRuns, predictedSplit, withPredictions } from '../reports/fixtures.ts';

const [plain, residual] = makeRuns({ depths: [56], seeds: 1, epochs: 1 });
/** Of four examples of two classes, plain gets three wrong and residual one. */
const runs = [plain!, residual!].map((run, i) =>
  withPredictions(
    run,
    predictedSplit(
      [0, 1, 0, 1].map((label, index) => ({
        index,
        label,
        predicted: (i === 0 ? index > 0 : index === 3) ? 9 : label,
      })),
    ),
  ),
);
const builder = errorByClass(label => ['ant', 'bee'][label] ?? `class ${label}`);

test('errors on each class are drawn of both twins, training and test apart, and told', t => {
  const { table, seen } = builder.build(runs, scalesOf(runs))!;
  const rows = rowsOf(table).filter(({ panel }) => panel === 'Training error');
  t.deepEqual(
    rows.map(row => [row.network, row.class, row.value]),
    [
      ['plain-56', 'ant', 50],
      ['plain-56', 'bee', 100],
      ['residual-56', 'ant', 0],
      ['residual-56', 'bee', 50],
    ],
  );
  t.is(
    String(seen),
    'plain-56 makes more mistakes than residual-56 on 2 of 2 classes of its training examples; they differ most on ant: 50.0 and 0.0 %.',
  );
});

test('without predictions there is no such chart', t => {
  t.is(builder.build([plain!, residual!], scalesOf([plain!])), undefined);
});
