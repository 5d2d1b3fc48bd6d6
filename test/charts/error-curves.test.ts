import test from 'ava';
import { errorCeiling, errorCurves } from '../../src/charts/error-curves.ts';
import { rowsOf } from '../../src/charts/parts/table.ts';
import { cutShort, makeRun, makeRuns } from '../reports/fixtures.ts';
import { built, drawn } from './render.ts';

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

test('the axis reaches chance unless the end of a long run would be lost at the bottom', t => {
  t.is(errorCeiling(makeRuns({ seeds: 1, epochs: 20 })), 95);
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

test('few seeds have lines of their own; from five on a band of the training error says more', async t => {
  const few = levels(makeRuns({ kinds: ['plain'], depths: [8], seeds: 4, epochs: 3 }));
  t.true(few('seed').length > 0);
  const many = makeRuns({ kinds: ['plain'], depths: [8], seeds: 5, epochs: 3 });
  t.is(levels(many)('seed').length, 0);
  const areas = async (runs: typeof many) =>
    (await drawn(built(errorCurves(), runs))).svg.match(/mark-area/g)?.length ?? 0;
  t.true((await areas(many)) > 0);
  t.is(await areas(many.slice(0, 4)), 0);
});

test('training error is the heavy whole line, and a dash means test error', t => {
  const { spec } = built(errorCurves(), makeRuns({ depths: [8], seeds: 1, epochs: 2 }));
  const { layer } = (spec as { spec: { layer: { encoding: Record<string, { scale?: Scale }> }[] } }).spec;
  const { strokeDash, strokeWidth } = layer.find(({ encoding }) => encoding.strokeWidth)!.encoding;
  t.deepEqual(strokeDash!.scale!.domain.map(String), ['training (not augmented)', 'test']);
  t.deepEqual(strokeDash!.scale!.range[0], [1, 0]);
  t.true(strokeWidth!.scale!.range[0]! > strokeWidth!.scale!.range[1]!);
});

interface Scale {
  readonly domain: readonly unknown[];
  readonly range: readonly (number | readonly number[])[];
}

test('chance is a line where the axis reaches it, and else a sentence', t => {
  const ending = (train_error_pct: number) =>
    makeRuns({ kinds: ['plain'], depths: [8], seeds: 1, epochs: 3 }).map(run => ({
      ...run,
      epochs: run.epochs.map(row => ({ ...row, train_error_pct, test_error_pct: 18 })),
    }));
  const lines = (error: number) => levels(ending(error))('chance').map(row => row.error);
  t.deepEqual(lines(80), [90]);
  t.deepEqual(lines(17), []);
  t.regex(built(errorCurves(), ending(17)).notes.join(' '), /Chance, 90 %, lies above the axis/);
});

test('what is seen is said in the numbers of the runs at hand', t => {
  const runs = makeRuns({ depths: [8, 20], seeds: 2, epochs: 3 }).map(run => {
    const { kind, depth, seed } = run.record.config;
    const train_error_pct = kind === 'plain' ? depth + seed : 10 + seed;
    return { ...run, epochs: run.epochs.map(row => ({ ...row, train_error_pct })) };
  });
  t.is(
    String(built(errorCurves(), runs).seen),
    'Final training error: plain from 9.5 % (8 layers) to 21.5 % (20 layers); residual from 11.5 % (8 layers) to 11.5 % (20 layers).',
  );
  t.is(
    built(
      errorCurves(),
      runs.filter(run => run.record.config.depth === 8),
    ).seen,
    undefined,
  );
});

test('names at the ends of lines do not lie on each other', t => {
  const runs = makeRuns({ kinds: ['plain'], depths: [8, 20, 56], seeds: 1, epochs: 3 }).map(run => ({
    ...run,
    epochs: run.epochs.map(row => ({ ...row, train_error_pct: 50, test_error_pct: 52 })),
  }));
  const places = levels(runs)('label').map(({ error }) => Number(error));
  t.is(places.length, 3);
  for (const [one, other] of [
    [0, 1],
    [1, 2],
  ] as const)
    t.true(Math.abs(places[one]! - places[other]!) > 0.5);
});
