import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { Parameters } from '../../src/model/parameters.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

test('a name is given once, whatever the group', t => {
  const parameters = new Parameters();
  parameters.addTrainable('a', tf.ones([2]));
  t.throws(() => parameters.addTrainable('a', tf.ones([2])), { message: 'two values named "a"' });
  t.throws(() => parameters.addStatistic('a', tf.ones([2])), { message: 'two values named "a"' });
});

test('what is counted is what is trained', t => {
  const parameters = new Parameters();
  parameters.addWeight('layer', tf.ones([3, 4]));
  parameters.addTrainable('offset', tf.ones([4]));
  parameters.addStatistic('mean', tf.ones([100]));
  t.is(parameters.count(), 16);
  t.deepEqual(
    parameters.layers.map(({ index, name }) => [index, name]),
    [[0, 'layer']],
  );
});

test('values are taken over, and freed', t => {
  const { numTensors } = tf.memory();
  const parameters = new Parameters();
  parameters.addWeight('layer', tf.ones([3, 4]));
  parameters.addStatistic('mean', tf.ones([4]));
  t.is(tf.memory().numTensors, numTensors + 2);
  parameters.dispose();
  t.is(tf.memory().numTensors, numTensors);
});
