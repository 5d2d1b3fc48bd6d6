import test from 'ava';
import { columnsIn, isNarrow, panelWidth } from '../../../src/page/client/layout.ts';

const fit = { columns: 2, minimumPanel: 290 };

test('panels stand side by side where each has the room that it needs', t => {
  t.is(columnsIn(900, fit), 2);
  t.is(columnsIn(343, fit), 1);
  t.is(columnsIn(100, fit), 1);
  t.is(columnsIn(3000, fit), 2);
});

test('a panel takes its share of the width, neither too little to see nor more than reads well', t => {
  t.is(panelWidth(900, 100, fit, 2), 400);
  t.is(panelWidth(150, 110, fit, 1), 90);
  t.is(panelWidth(3000, 100, fit, 2), 460);
});

test('a telephone is narrow', t => {
  t.true(isNarrow(343));
  t.false(isNarrow(900));
});
