import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { createOptimizer } from '../../src/optimizers/create.ts';
import { optimizers } from '../../src/optimizers/registry.ts';
import { openTrainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

for (const { name, parameters } of optimizers) {
  const options = parameters.parse({}) as Record<string, number>;
  const create = (trainable: [string, tf.Variable][]) =>
    createOptimizer({ name, options }, new Map(trainable));

  test.serial(`a step makes no tensors, and disposing frees the state: ${name}`, t => {
    const { numTensors } = tf.memory();
    const weight = tf.tidy(() => tf.variable(tf.ones([4])));
    const gradients = new Map([['w', tf.ones([4])]]);
    const optimizer = create([['w', weight]]);
    const held = tf.memory().numTensors;
    t.is(held, numTensors + 2 + optimizer.state.size);
    optimizer.step(gradients, 0.1, 0.1);
    t.is(tf.memory().numTensors, held);
    optimizer.dispose();
    tf.dispose([weight, ...gradients.values()]);
    t.is(tf.memory().numTensors, numTensors);
  });

  test.serial(`of more parameters it goes on with what it remembers of the old ones: ${name}`, t => {
    const gradient = tf.tensor1d([8]);
    const step = (optimizer: ReturnType<typeof create>, ...names: string[]) =>
      optimizer.step(new Map(names.map(name => [name, gradient])), 0.1, 0.01);
    const weight = (value: number) => tf.tidy(() => tf.variable(tf.tensor1d([value])));
    const [old, alone, added] = [weight(1), weight(1), weight(2)];
    const first = create([['old', old]]);
    step(first, 'old');
    // As after copying into a larger network: the same value in another variable, and another order.
    const copy = tf.tidy(() => tf.variable(old));
    const second = first.extendedTo(
      new Map([
        ['added', added],
        ['old', copy],
      ]),
    );
    t.is(second.state.size, 2 * first.state.size);
    step(second, 'old', 'added');
    const undisturbed = create([['old', alone]]);
    step(undisturbed, 'old');
    const [afterOne] = alone.dataSync();
    step(undisturbed, 'old');
    t.is(copy.dataSync()[0], alone.dataSync()[0]);
    // Nothing is left of steps that were made before there was the new one.
    const fresh = weight(2);
    step(create([['fresh', fresh]]), 'fresh');
    t.is(added.dataSync()[0], fresh.dataSync()[0]);
    t.not(afterOne, alone.dataSync()[0]);
  });
}

test('a name that there is not is refused with those that there are', t => {
  t.throws(() => createOptimizer({ name: 'newton', options: {} }, new Map()), {
    message: /unknown optimizer "newton"; optimizers: momentum/,
  });
});
