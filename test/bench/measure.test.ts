import test from 'ava';
import { contestants } from '../../bench/contestants.ts';
import { measureNetwork } from '../../bench/measure.ts';
import { openEngine } from '../../src/engine/index.ts';
import { exhaustively } from '../exhaustive.ts';
import { scripted } from './fixtures.ts';

const tiny = { kind: 'residual', depth: 8, resolution: 8, width: 2, batch: 10 } as const;
const quiet = { rounds: 2, limit: null, say: () => {} };
/** Of the tiny network. */
const PARAMETERS = 1356;

test.before(() => openEngine('cpu'));

exhaustively('a network is measured, and whoever cannot take part says why', async t => {
  const wasm = contestants().find(({ name }) => name === 'wasm')!;
  const measured: number[] = [];
  const limit = {
    compiler: 'c++',
    measure: async (threads: number) => measured.push(threads),
    dispose: async () => {},
  };
  const other = scripted('other', `lines.on('line', () => say({ parameters: 7, versions: {} }));`);
  const { rows, limits } = await measureNetwork(tiny, [{ name: 'absent', reason: 'not here' }, other, wasm], {
    ...quiet,
    limit,
  });
  t.deepEqual(rows.slice(0, 2), [
    { name: 'absent', reason: 'not here' },
    { name: 'other', reason: `its network has 7 parameters instead of ${PARAMETERS}` },
  ]);
  const [, , row] = rows;
  if (!row || 'reason' in row) return t.fail(row?.reason);
  t.is(row.imagesPerSecond.length, 2);
  t.true(row.imagesPerSecond.every(rate => rate > 0));
  t.true(row.losses.length === 3 && row.losses.every(loss => loss > 0));
  t.true(row.profile!.kernels.Conv2DBackpropFilter! > 0);
  t.true(row.profile!.seconds > Object.values(row.profile!.kernels).reduce((sum, part) => sum + part));
  t.deepEqual(limits, new Map([[1, [1, 2]]]));
});

test('a contestant whose losses are not the others’ is left out', async t => {
  const trains = (name: string, loss: number) =>
    scripted(
      name,
      `lines.on('line', line => {
        const { run } = JSON.parse(line);
        if (!run) return say({ parameters: ${PARAMETERS}, versions: {} });
        say({ seconds: run, losses: Array(run).fill(${loss}) });
      });`,
    );
  const all = [trains('one', 2), trains('two', 2.0001), trains('three', 2.1)];
  const { rows } = await measureNetwork(tiny, all, { ...quiet, rounds: 1 });
  t.deepEqual(
    rows.map(row => ('reason' in row ? row.reason : row.imagesPerSecond)),
    [
      [10],
      [10],
      'it trains something else: its first losses are 2.1, 2.1, 2.1; the median of all is 2.0001, 2.0001, 2.0001',
    ],
  );
});

test('a contestant that dies in a round leaves the others in', async t => {
  const answers = `
    if ('build' in request) say({ parameters: ${PARAMETERS}, versions: {} });
    else say({ seconds: request.run, losses: [2, 2, 2] });`;
  const steady = scripted(
    'steady',
    `lines.on('line', line => { const request = JSON.parse(line); ${answers} });`,
  );
  const failing = scripted(
    'failing',
    `lines.on('line', line => { const request = JSON.parse(line); if (request.run === 2) process.exit(9); ${answers} });`,
  );
  const { rows } = await measureNetwork(tiny, [failing, steady], quiet);
  const [first, second] = rows;
  t.deepEqual(first, { name: 'failing', reason: 'the process of failing ended with exit code 9' });
  t.true('imagesPerSecond' in second! && second.imagesPerSecond.length === 2);
});
