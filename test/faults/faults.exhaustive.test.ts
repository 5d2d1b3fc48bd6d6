/* Each fault once on each store that it can meet. More: npm run test:faults -- --rounds 10 */
import test from 'ava';
import { allFaults } from './all-faults.ts';
import { nameOf } from './fault.ts';
import { play } from './play.ts';

const SEED = 1;

/** Rounds at a time. Most wait most of the time, for a silence that lasts long enough. */
let free = 4;
const waiting: (() => void)[] = [];

async function inTurn<T>(action: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>(resolve => waiting.push(resolve));
  try {
    return await action();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

for (const fault of allFaults) {
  const name = nameOf(fault);
  const reason = fault.whyNot();
  if (reason !== null) {
    test.skip(`${name}: skipped, ${reason}`, () => {});
    continue;
  }
  test(`${name}: what is left is what an undisturbed run leaves, to the byte`, t =>
    inTurn(async () => {
      const { notes, error } = await play(fault, SEED);
      t.log([`seed ${SEED}`, ...notes].join(', '));
      t.is(error, null);
    }));
}
