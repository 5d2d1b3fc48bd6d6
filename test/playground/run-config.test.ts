import test from 'ava';
import { optimizers } from '../../src/optimizers/registry.ts';
import { runConfigOf } from '../../src/playground/run-config.ts';
import {
  DATA,
  DEFAULTS,
  depthsFor,
  GAINS,
  type Settings,
  SHORTCUTS,
  WIDTHS,
} from '../../src/playground/settings.ts';
import { regularizers } from '../../src/regularizers/registry.ts';

const both = (settings: Partial<Settings>) =>
  ([0, 1] as const).map(place => runConfigOf({ ...DEFAULTS, ...settings }, place));

test('whatever the lists of the page offer can be trained', t => {
  const offered: Partial<Settings>[] = [
    ...DATA.flatMap(data =>
      depthsFor(data).map(depth => ({
        data,
        networks: [
          { kind: 'plain', depth },
          { kind: 'residual', depth },
        ] as Settings['networks'],
      })),
    ),
    ...WIDTHS.map(width => ({ width })),
    ...GAINS.map(gain => ({ gain })),
    ...SHORTCUTS.map(shortcut => ({ shortcut })),
    ...optimizers.map(({ name }) => ({ optimizer: name })),
    ...regularizers.map(({ name }) => ({ regularizer: name })),
    ...[true, false].map(batchNorm => ({ batchNorm })),
  ];
  for (const settings of offered) t.notThrows(() => both(settings), JSON.stringify(settings));
});

test('a pair differs in kind and depth alone', t => {
  const [first, second] = both({});
  t.deepEqual({ ...first!.config, kind: 0, depth: 0 }, { ...second!.config, kind: 0, depth: 0 });
});

test('a regularizer acts, or changes the recipe, as on the command line; one that cannot act on a kind is left out there', t => {
  const [plain, residual] = both({ regularizer: 'stochastic-depth' });
  t.deepEqual([plain!.regularized, residual!.regularized], [false, true]);
  t.deepEqual([plain!.config.regularizers.length, residual!.config.regularizers.length], [0, 1]);
  t.is(both({ regularizer: 'batch-norm=off' })[0]!.config.network.batchNorm, false);
  t.true(both({ regularizer: 'early-stopping' })[0]!.config.data.valSize > 0);
  t.throws(() => both({ regularizer: 'dropout=2' }), { message: /dropout: rate got "2"/ });
  t.throws(() => both({ optimizer: 'newton' }), { message: /unknown optimizer "newton"/ });
});
