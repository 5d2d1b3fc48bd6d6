import test from 'ava';
import { heNormal } from '../../src/model/initializers.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

for (const [shape, fanIn] of [
  [[3, 3, 16, 64], 144],
  [[1, 1, 64, 128], 64],
  [[256, 100], 256],
] as const) {
  test(`weights of shape ${shape.join('×')} have mean 0 and variance 2 / ${fanIn}`, t => {
    const values = heNormal(1, 'layer', [...shape] as [number, number]).dataSync<'float32'>();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    // Four standard deviations of what independent normal numbers give.
    t.true(Math.abs(mean) < 4 * Math.sqrt(2 / fanIn / values.length), `mean ${mean}`);
    t.true(Math.abs((variance * fanIn) / 2 - 1) < 4 * Math.sqrt(2 / values.length), `variance ${variance}`);
  });
}

test('the seed and the name of the layer decide the weights', t => {
  const weights = (seed: number, name: string) => heNormal(seed, name, [3, 3, 2, 4]).dataSync();
  t.deepEqual(weights(1, 'a'), weights(1, 'a'));
  t.notDeepEqual(weights(1, 'a'), weights(2, 'a'));
  t.notDeepEqual(weights(1, 'a'), weights(1, 'b'));
});
