import test from 'ava';
import { errorCeiling, errorCurves } from '../../src/charts/error-curves.ts';
import { rowsOf } from '../../src/charts/parts/table.ts';
import { cutShort, makeRun, makeRuns } from '../reports/fixtures.ts';
import { built } from './render.ts';

const levels = (runs: Parameters<typeof built>[1]) => {
  const rows = rowsOf(built(errorCurves(), runs).table);
  return (level: string) => rows.filter(row => row.level === level);
};

test('epoch 0 is drawn, and the mean has an interval only with two seeds', t => {
  const one = levels(makeRuns({ depths: [8], seeds: 1, epochs: 3 }));
  t.is(one('mean').filter(row => row.epoch === 0).length, 4);
  t.true(one('mean').every(row => row.low === null));
  t.is(one('seed').length, 0);
  const two = levels(makeRuns({ depths: [8], seeds: 2, epochs: 3 }));
  t.true(
    two('mean').every(row => Number(row.low) <= Number(row.error) && Number(row.error) <= Number(row.high)),
  );
  t.is(two('seed').length, 2 * two('mean').length);
});

test('the mean ends where the first of its runs ends, and leaves out runs that broke off', t => {
  const [first, second] = makeRuns({ kinds: ['plain'], depths: [8], seeds: 2, epochs: 6 });
  const running = levels([first!, cutShort(second!, 'running', 2)]);
  t.is(Math.max(...running('mean').map(row => Number(row.epoch))), 2);
  const diverged = levels([first!, cutShort(second!, 'diverged', 2)]);
  t.is(Math.max(...diverged('mean').map(row => Number(row.epoch))), 6);
  t.deepEqual(
    diverged('stop').map(row => row.epoch),
    [2, 2],
  );
});

test('the axis is whole unless the end of a long run would be lost at the bottom', t => {
  t.is(errorCeiling(makeRuns({ seeds: 1, epochs: 20 })), 100);
  const low = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 100 });
  const rows = low.epochs.map(row => {
    const error = row.epoch < 20 ? 90 - 3 * row.epoch : 17;
    return { ...row, train_error_pct: error, test_error_pct: error };
  });
  t.is(errorCeiling([{ ...low, epochs: rows }]), 20);
});

test('where the axis ends below what guessing makes, a note says so; otherwise there is none', t => {
  const run = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 100 });
  const noted = (classes: number, first = 100 * (1 - 1 / classes)) => {
    const epochs = run.epochs.map(row => {
      const error = row.epoch < 20 ? first : 17;
      return { ...row, train_error_pct: error, test_error_pct: error };
    });
    const dataset = { ...run.record.dataset, classes };
    const { notes } = built(errorCurves(), [{ ...run, epochs, record: { ...run.record, dataset } }]);
    return notes.map(String).find(note => note.startsWith('The axis ends'));
  };
  const end = 'at epoch 0, is in the tooltip and the table.';
  t.is(noted(10), `The axis ends at 20 %: what lies above, near 90 % ${end}`);
  t.is(noted(2), `The axis ends at 20 %: what lies above, near 50 % ${end}`);
  t.is(noted(2, 19), undefined);
});
