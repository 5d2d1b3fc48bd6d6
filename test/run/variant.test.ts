import test from 'ava';
import { parseOptimizer } from '../../src/optimizers/registry.ts';
import { variantParts } from '../../src/run/variant.ts';
import { config } from './fixtures.ts';

test('the paper’s arm has no variant, and a plain network has no shortcut to name', t => {
  t.deepEqual(variantParts({ ...config, regularizers: [] }), []);
  const network = { ...config.network, shortcut: 'C' } as const;
  t.deepEqual(variantParts({ ...config, kind: 'plain', network, regularizers: [] }), []);
  t.deepEqual(variantParts({ ...config, network, regularizers: [] }), ['shortcut C']);
});

test('another optimizer than the paper’s is a variant', t => {
  const words = (spec: string) => {
    const recipe = { ...config.recipe, optimizer: parseOptimizer(spec) };
    return variantParts({ ...config, recipe, regularizers: [] });
  };
  t.deepEqual(['momentum', 'momentum=0.8', 'adam'].map(words), [[], ['momentum 0.8'], ['adam']]);
});

test('cures are named by their authors’ names, which for branches that begin at 0 depends on normalisation', t => {
  const words = (changes: Partial<typeof config.network>) =>
    variantParts({ ...config, network: { ...config.network, ...changes }, regularizers: [] });
  t.deepEqual(words({ cure: 'zero-scale' }), ['ReZero']);
  t.deepEqual(words({ cure: 'zero-scale', batchNorm: false }), ['no batch norm', 'SkipInit']);
  t.deepEqual(words({ cure: 'norm-after-addition' }), ['batch norm after addition']);
});

test('more filters, another rate and more steps are variants', t => {
  const network = { ...config.network, widening: 4 };
  const recipe = { ...config.recipe, longer: 10, rateFactor: 0.25 };
  t.deepEqual(variantParts({ ...config, network, recipe, regularizers: [] }), [
    'width ×4',
    'rate ×0.25',
    '10 times the steps',
  ]);
});
