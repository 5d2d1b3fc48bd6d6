import test from 'ava';
import { orderOf, toggledOrder } from '../../../src/page/client/order.ts';

const sorted = <T extends string | number | null>(
  cells: readonly T[],
  direction: 'ascending' | 'descending',
) => orderOf(cells, direction, 'en').map(place => cells[place]);

test('numbers are sorted by value, and what is missing comes last in either direction', t => {
  t.deepEqual(sorted([9, null, 10.5, -1], 'ascending'), [-1, 9, 10.5, null]);
  t.deepEqual(sorted([9, null, 10.5, -1], 'descending'), [10.5, 9, -1, null]);
});

test('words are sorted as their language has them, numbers in them by value', t => {
  t.deepEqual(sorted(['plain-56', 'residual-8', 'plain-8'], 'ascending'), [
    'plain-8',
    'plain-56',
    'residual-8',
  ]);
  t.deepEqual(
    orderOf(['训练', '测试'], 'ascending', 'zh-CN').map(place => ['训练', '测试'][place]),
    ['测试', '训练'],
  );
});

test('equal cells stay in the order that they had', t => {
  t.deepEqual(orderOf([1, 1, 0, 1], 'ascending', 'en'), [2, 0, 1, 3]);
  t.deepEqual(orderOf([1, 1, 0, 1], 'descending', 'en'), [0, 1, 3, 2]);
});

test('a head that is pressed sorts ascending, pressed again descending, and another begins anew', t => {
  const first = toggledOrder(undefined, 2);
  t.deepEqual(first, { column: 2, direction: 'ascending' });
  const second = toggledOrder(first, 2);
  t.deepEqual(second, { column: 2, direction: 'descending' });
  t.deepEqual(toggledOrder(second, 2), first);
  t.deepEqual(toggledOrder(second, 0), { column: 0, direction: 'ascending' });
});
