import test from 'ava';
import { runTable } from '../../../src/reports/sections/run-table.ts';
import { cutShort, makeRun } from '../fixtures.ts';

test('a test error has the standard error of as many images as it was counted on', t => {
  const run = makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 2, final: { train: 10, test: 20 } });
  const { testSize } = run.record.config.data;
  // Two errors and two hits added: (0.2 · n + 2) / (n + 4).
  const share = (0.2 * testSize + 2) / (testSize + 4);
  const expected = 100 * Math.sqrt((share * (1 - share)) / (testSize + 4));
  t.true(
    runTable([run], undefined, null)
      .in('en')
      .includes(`20.00 ± ${expected.toFixed(2)}</td>`),
  );
});

test('a run without a final error has no standard error either', t => {
  const run = cutShort(makeRun({ kind: 'plain', depth: 20, seed: 1, epochs: 2 }), 'diverged', 1);
  t.false(/\d ± /.test(runTable([run], undefined, null).in('en')));
});

test('a run leads to its curve where there is one, and sorts by numbers, not by their words', t => {
  const run = makeRun({ kind: 'plain', depth: 20, seed: 2, epochs: 2, final: { train: 10, test: 20 } });
  const html = runTable([run], undefined, 'error-curves').in('en');
  t.regex(
    html,
    /<a href="#error-curves" data-focus data-arm="plain" data-depth="20" data-seed="2" aria-label="20 layers, plain, seed 2: show its curves">20<\/a>/,
  );
  t.regex(html, /<td class="number" data-value="480">8 min<\/td>/);
  t.false(runTable([run], undefined, null).in('en').includes('<a '));
});
