import test from 'ava';
import { deviationsFromPaper } from '../../src/report/deviations.ts';
import type { NetworkConfig } from '../../src/run.ts';
import { makeRun, paperConfig } from './fixtures.ts';

/** What is said of runs of the paper's size whose networks differ like that. */
function deviations(kind: 'plain' | 'residual', changes: Partial<NetworkConfig> = {}): string[] {
  const network = { ...paperConfig.network!, ...changes };
  const run = makeRun({ kind, depth: 20, seed: 1, epochs: 1, config: { ...paperConfig, network } });
  return deviationsFromPaper([run.record.config]).map(({ what }) => what);
}

test('every shortcut but A is a deviation, said in words, and a plain network has none', t => {
  const usual = deviations('residual');
  t.is(usual.filter(what => what.startsWith('Shortcuts')).length, 0);
  const said = (['B', 'C', 'scaled', 'gated', 'dropout'] as const).map(shortcut => {
    const added = deviations('residual', { shortcut }).filter(what => !usual.includes(what));
    t.is(added.length, 1, shortcut);
    t.deepEqual(deviations('plain', { shortcut }), deviations('plain'));
    return added[0]!;
  });
  t.is(new Set(said).size, 5);
  t.regex(said[3]!, /^Shortcuts are gated/);
});
