import test from 'ava';
import { parseOptimizer } from '../../src/optimizers/registry.ts';
import { optimizerWords } from '../../src/run/variant.ts';

test('an optimizer is parsed from its name and values, with defaults', t => {
  t.deepEqual(parseOptimizer('momentum'), { name: 'momentum', options: { momentum: 0.9 } });
  t.deepEqual(parseOptimizer('momentum=0.8'), { name: 'momentum', options: { momentum: 0.8 } });
  t.deepEqual(parseOptimizer('adam=0.8,beta2=0.99').options, { beta1: 0.8, beta2: 0.99, epsilon: 1e-8 });
});

for (const [text, words] of [
  ['momentum', 'momentum 0.9'],
  ['momentum=0', 'momentum 0'],
  ['adam', 'adam'],
  ['adam=0.95', 'adam 0.95'],
  ['adam=beta2=0.99,epsilon=1e-5', 'adam beta2 0.99 epsilon 1e-5'],
] as const) {
  test(`${text} is called ${words}`, t => {
    t.is(optimizerWords(parseOptimizer(text)), words);
  });
}

for (const [text, message] of [
  ['momentum=1', /optimizer momentum: momentum got "1"; .*<1/],
  ['adam=beta3=1', /optimizer adam: got "beta3=1"; parameters: beta1 \(/],
  ['adam=0.9,epsilon=0', /optimizer adam: epsilon got "0"; .*>0/],
  ['newton', /unknown optimizer "newton"; optimizers: momentum, adam/],
] as const) {
  test(`${text} is refused with the value and what is allowed`, t => {
    t.throws(() => parseOptimizer(text), { message });
  });
}
