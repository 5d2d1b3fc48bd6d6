import test from 'ava';
import { measureGrowth } from '../../bench/growth.ts';
import { growthPage } from '../../bench/growth-page.ts';
import { BASE, growthFactors } from '../../bench/growth-settings.ts';
import { measureOverhead } from '../../bench/overhead.ts';
import { exhaustively } from '../exhaustive.ts';

const network = { kind: 'residual', depth: 8, resolution: 8, width: 2, batch: 10 } as const;
const quiet = { engine: 'wasm', rounds: 2, say: () => {} };

test('every factor departs from the same network in one thing, and has that network among its values', t => {
  for (const { name, settings } of growthFactors(4)) {
    for (const { value, setting } of settings) {
      const differing = Object.entries({ ...setting.network, ...setting, network: null })
        .filter(([key, own]) => own !== { ...BASE.network, ...BASE, network: null }[key as keyof Setting])
        .map(([key]) => key);
      t.true(differing.length === 0 || (differing.length === 1 && differing[0] === name), `${name} ${value}`);
    }
    t.is(settings.filter(({ setting }) => JSON.stringify(setting) === JSON.stringify(BASE)).length, 1, name);
  }
  const [, , , , threads] = growthFactors(6);
  t.deepEqual(
    threads!.settings.map(({ value }) => value),
    [1, 2, 4],
  );
});

type Setting = typeof BASE.network & typeof BASE;

exhaustively('values take turns; workers are added up, and one that cannot be trained says why', async t => {
  const settingOf = (workers: number, width: number) => ({
    value: workers,
    setting: { network: { ...network, width }, threads: 1, workers },
  });
  const settings = [settingOf(1, 2), settingOf(2, 2), settingOf(3, -1)];
  const rows = await measureGrowth({ name: 'workers', settings }, quiet);
  const [one, two, impossible] = rows;
  t.true(
    'imagesPerSecond' in one! &&
      one.imagesPerSecond.length === 2 &&
      one.imagesPerSecond.every(rate => rate > 0),
  );
  t.true('imagesPerSecond' in two! && two.imagesPerSecond.length === 2);
  t.true('reason' in impossible! && impossible.reason.length > 0);
  const page = growthPage([{ factor: 'workers', rows }], [await measureOverhead(3, 'wasm')], {
    date: '2026-01-02',
    rounds: 2,
    engine: 'wasm',
  });
  for (const part of [
    'on 2026-01-02',
    '## Workers',
    '| workers | images/s |',
    '## Runs',
    '| 3 |',
    '## Machine',
  ]) {
    t.true(page.includes(part), part);
  }
});
