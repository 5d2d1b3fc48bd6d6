import test from 'ava';
import {
  columnsIn,
  isNarrow,
  lineHeight,
  linesWithin,
  panelHeight,
  panelWidth,
} from '../../../src/page/client/layout.ts';

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

test('panels one below the other share what a chart is too high by, and stay high enough to read', t => {
  t.is(panelHeight(150, 40, 2), 130);
  t.is(panelHeight(150, 500, 1), 64);
  t.is(panelHeight(60, 10, 1), 60);
});

test('lines of a chart come closer, as far as their names allow', t => {
  t.is(lineHeight(34, 10, 50), 29);
  t.is(lineHeight(34, 10, 200), 24);
});

test('the title of an axis is broken where it is wider than its panel, at spaces or between Chinese signs', t => {
  t.deepEqual(linesWithin('Position of the block (1 = last)', 400), ['Position of the block (1 = last)']);
  t.deepEqual(linesWithin('Position of the block (1 = last)', 110), ['Position of the', 'block (1 = last)']);
  t.deepEqual(linesWithin('卷积块的位置（1 = 最后）', 90), ['卷积块的位置（', '1 = 最后）']);
  t.deepEqual(linesWithin('Unbreakable', 10), ['Unbreakable']);
});
