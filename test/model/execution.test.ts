import test from 'ava';
import { hasFusedKernels } from '../../src/engine/fused-kernels.ts';
import { engines } from '../../src/engine/registry.ts';
import { type Execution, executionOf, type Hook, hooksOf } from '../../src/model/execution.ts';
import type { NetworkConfig } from '../../src/run/config.ts';
import { openTrainingEngine, trainingEngine } from '../training-engine.ts';

const paper = { kind: 'residual', width: 16, shortcut: 'A', batchNorm: true } as const;

test('layers are fused where they are convolutions with batch normalisation behind them, and plain sums', t => {
  const cases: [Partial<NetworkConfig> & { kind?: 'plain' }, Execution][] = [
    [{}, 'fused'],
    [{ kind: 'plain' }, 'fused'],
    [{ shortcut: 'B' }, 'fused'],
    [{ shortcut: 'C' }, 'fused'],
    [{ block: 'bottleneck', family: 'imagenet' }, 'fused'],
    [{ shortcut: 'scaled' }, 'composed'],
    [{ shortcut: 'gated' }, 'composed'],
    [{ shortcut: 'dropout' }, 'composed'],
    // It has no shortcut that could be weighed.
    [{ shortcut: 'gated', kind: 'plain' }, 'fused'],
    [{ order: 'pre-activation' }, 'composed'],
    [{ batchNorm: false }, 'composed'],
  ];
  for (const [changed, expected] of cases) {
    t.is(executionOf({ ...paper, ...changed }, [], true), expected, JSON.stringify(changed));
  }
});

test('whoever looks between two layers, or changes something there, keeps them from being fused', t => {
  const between: Hook[] = ['boundary', 'activations', 'branch', 'observe'];
  for (const hook of between) t.is(executionOf(paper, ['features', hook], true), 'composed', hook);
  t.is(executionOf(paper, ['features'], true), 'fused');
});

test('an engine without kernels for it fuses nothing', t => {
  t.is(executionOf(paper, [], false), 'composed');
});

test('the hooks of a pass are those that are set', t => {
  t.deepEqual(hooksOf({ training: true, batchStatistics: [] }), []);
  t.deepEqual(hooksOf({ branch: () => 1, observe: () => {} }), ['branch', 'observe']);
});

test('an engine has kernels for it once it is open if its descriptor said so before', async t => {
  await openTrainingEngine();
  t.is(hasFusedKernels(), engines.find(({ name }) => name === trainingEngine)!.fuses);
});
