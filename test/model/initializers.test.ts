import test from 'ava';
import { initializer } from '../../src/model/initializers.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

for (const [shape, fanIn, fanOut] of [
  [[3, 3, 16, 64], 144, 576],
  [[1, 1, 64, 128], 64, 128],
  [[256, 100], 256, 100],
] as const) {
  const arms = [
    [{ scheme: 'he', gain: 1 }, 2 / fanIn],
    [{ scheme: 'glorot', gain: 1 }, 2 / (fanIn + fanOut)],
    [{ scheme: 'he', gain: 0.5 }, 0.5 / fanIn],
  ] as const;
  for (const [initialization, variance] of arms) {
    const { scheme, gain } = initialization;
    test(`${scheme} weights of shape ${shape.join('×')} and gain ${gain} have the variance they should`, t => {
      const initialize = initializer(1, initialization);
      const values = initialize('layer', [...shape] as [number, number]).dataSync<'float32'>();
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const measured = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      // Four standard deviations of what independent normal numbers give.
      t.true(Math.abs(mean) < 4 * Math.sqrt(variance / values.length), `mean ${mean}`);
      t.true(Math.abs(measured / variance - 1) < 4 * Math.sqrt(2 / values.length), `variance ${measured}`);
    });
  }
}

test('the paper’s initialisation is the default', t => {
  const explicit = initializer(3, { scheme: 'he', gain: 1 })('a', [9, 4]);
  t.deepEqual(initializer(3)('a', [9, 4]).dataSync(), explicit.dataSync());
});

test('the seed and the name of the layer decide the weights', t => {
  const weights = (seed: number, name: string) => initializer(seed)(name, [3, 3, 2, 4]).dataSync();
  t.deepEqual(weights(1, 'a'), weights(1, 'a'));
  t.notDeepEqual(weights(1, 'a'), weights(2, 'a'));
  t.notDeepEqual(weights(1, 'a'), weights(1, 'b'));
});
