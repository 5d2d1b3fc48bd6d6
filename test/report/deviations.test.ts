import test from 'ava';
import { deviationsFromPaper } from '../../src/report/deviations.ts';
import type { NetworkConfig, RunConfig } from '../../src/run/config.ts';
import { makeRun, paperConfig } from './fixtures.ts';

const { config: paper } = makeRun({
  kind: 'residual',
  depth: 20,
  seed: 1,
  epochs: 1,
  config: paperConfig,
}).record;
const common = deviationsFromPaper([]).map(({ what }) => String(what));

/** What deviates in a configuration besides what does in all, and in the paper's at this size. */
function deviations(changes: Partial<RunConfig>): string[] {
  const usual = new Set([...common, ...deviationsFromPaper([paper]).map(({ what }) => String(what))]);
  return deviationsFromPaper([{ ...paper, ...changes }])
    .map(({ what }) => String(what))
    .filter(what => !usual.has(what));
}

test('the paper’s own configuration measures on fewer images, and deviates in nothing else', t => {
  const own = deviationsFromPaper([paper]).map(({ what }) => String(what));
  t.deepEqual(own.slice(1), common);
  t.regex(own[0]!, /^The training error is measured on 5,000 of the training images/);
});

test('smaller images are averaged, larger ones have repeated pixels', t => {
  const at = (resolution: 8 | 224) => deviations({ data: { ...paper.data, resolution } });
  t.deepEqual(at(8), ['Images are 8×8 pixels (area averaging), not 32×32.']);
  t.deepEqual(at(224), ['Images are 224×224 pixels, each of CIFAR-10’s repeated, not 32×32.']);
});

test('a network for ImageNet is one, and has the paper’s filters if it begins with 64', t => {
  const network = { ...paper.network, family: 'imagenet', block: 'bottleneck' } as const;
  const at = (width: number) => deviations({ network: { ...network, width } });
  const family = 'A network is one of those for ImageNet: another stem, four stages, 1,000 classes.';
  t.deepEqual(at(64), [family, 'Blocks are bottlenecks.']);
  t.deepEqual(at(8)[1], 'Stages have 8, 16, 32 and 64 filters, not 64, 128, 256 and 512.');
});

test('a narrower network for CIFAR-10 has three stages', t => {
  t.deepEqual(deviations({ network: { ...paper.network, width: 8 } }), [
    'Stages have 8, 16 and 32 filters, not 16, 32 and 64.',
  ]);
});

/** What is said of runs of the paper's size whose networks differ like that. */
function ofNetwork(kind: 'plain' | 'residual', changes: Partial<NetworkConfig> = {}): string[] {
  const network = { ...paperConfig.network!, ...changes };
  const run = makeRun({ kind, depth: 20, seed: 1, epochs: 1, config: { ...paperConfig, network } });
  return deviationsFromPaper([run.record.config]).map(({ what }) => String(what));
}

test('every shortcut but A is a deviation, said in words, and a plain network has none', t => {
  const usual = ofNetwork('residual');
  t.is(usual.filter(what => what.startsWith('Shortcuts')).length, 0);
  const said = (['B', 'C', 'scaled', 'gated', 'dropout'] as const).map(shortcut => {
    const added = ofNetwork('residual', { shortcut }).filter(what => !usual.includes(what));
    t.is(added.length, 1, shortcut);
    t.deepEqual(ofNetwork('plain', { shortcut }), ofNetwork('plain'));
    return added[0]!;
  });
  t.is(new Set(said).size, 5);
  t.regex(said[3]!, /^Shortcuts are gated/);
});
