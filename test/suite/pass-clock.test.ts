import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { regularization } from '../../src/regularizers/regularization.ts';
import { passClock } from '../../src/suite/pass-clock.ts';
import { finalLayers } from '../../src/train/run-layers.ts';
import { passesOf } from '../../src/train/run-passes.ts';
import { tinyConfig } from '../train/tiny.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

test.serial('every kind of pass can be timed, and leaves no tensors', async t => {
  const config = {
    ...tinyConfig({ probes: { measure: ['blocks', 'linear-classifiers'] } }),
    regularizers: [
      { name: 'stochastic-depth', options: { survival: 0.5 } },
      { name: 'label-smoothing', options: { share: 0.1 } },
      { name: 'l2', options: { lambda: 1e-4 } },
    ],
  };
  const { hooks } = regularization(config.regularizers, config.seed);
  const passes = passesOf(config, finalLayers(config), hooks);
  t.is(passes.length, 6);
  const clock = passClock();
  for (const pass of passes) {
    t.true((await clock.seconds(config, 0, pass)) > 0);
    // What an engine keeps for good, it has made the first time.
    const before = tf.memory().numTensors;
    await clock.seconds(config, 0, pass);
    t.is(tf.memory().numTensors, before);
  }
});
