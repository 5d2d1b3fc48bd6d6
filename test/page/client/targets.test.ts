import test from 'ava';
import { isDirection, nearest, seriesOf, step } from '../../../src/page/client/targets.ts';

const line = (series: string, y: number) => [0, 10, 20].map(x => ({ x, y, series }));
const targets = [...line('plain', 10), ...line('residual', 40)];
const at = (series: string, x: number) => targets.find(target => target.series === series && target.x === x)!;

test('the pointer finds what is nearest, within its reach', t => {
  t.is(nearest(targets, 11, 14), at('plain', 10));
  t.is(nearest(targets, 11, 200, 30), null);
  t.is(nearest([], 0, 0), null);
});

test('left and right lead along a series, and stop at its ends', t => {
  t.is(step(targets, at('plain', 0), 'ArrowRight'), at('plain', 10));
  t.is(step(targets, at('plain', 10), 'ArrowLeft'), at('plain', 0));
  t.is(step(targets, at('plain', 20), 'ArrowRight'), null);
});

test('up and down lead to the next series at the same place', t => {
  t.is(step(targets, at('plain', 10), 'ArrowDown'), at('residual', 10));
  t.is(step(targets, at('residual', 10), 'ArrowUp'), at('plain', 10));
  t.is(step(targets, at('plain', 10), 'ArrowUp'), null);
});

test('where nothing is at the same place, the nearest is', t => {
  const other = { x: 13, y: 30, series: 'other' };
  t.is(step([...line('plain', 10), other], at('plain', 10), 'ArrowDown'), other);
});

test('rows of one line are one series, whatever else they hold', t => {
  t.is(seriesOf({ arm: 'plain', depth: 8, epoch: 1 }), seriesOf({ arm: 'plain', depth: 8, epoch: 2 }));
  t.not(seriesOf({ arm: 'plain', depth: 8 }), seriesOf({ arm: 'plain', depth: 20 }));
  const wide = { line: 'plain-8', arm: 'plain · width ×2', depth: 8 };
  t.is(seriesOf({ ...wide, arm: 'plain' }), seriesOf(wide));
});

test('only arrow keys lead anywhere', t => {
  t.true(isDirection('ArrowLeft'));
  for (const key of ['Enter', 'Tab', 'ArrowIn']) t.false(isDirection(key));
});
