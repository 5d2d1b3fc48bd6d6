import test from 'ava';
import { parse, View } from 'vega';
import { powersOfTen } from '../../../src/charts/parts/value-scale.ts';

test('ticks of many decades are all written alike, as powers of ten', async t => {
  const values = [1e-12, 1e-3, 0.1, 0.5, 1, 10, 30, 1000, 1e15].map(value => ({ value }));
  const view = new View(
    parse({
      data: [{ name: 'ticks', values, transform: [{ type: 'formula', as: 'label', expr: powersOfTen }] }],
    }),
    { renderer: 'none' },
  );
  await view.runAsync();
  t.deepEqual(
    view.data('ticks').map(({ label }) => label),
    ['10⁻¹²', '10⁻³', '10⁻¹', '', '1', '10', '', '10³', '10¹⁵'],
  );
});
