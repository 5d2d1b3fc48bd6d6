import * as tf from '@tensorflow/tfjs';
import test from 'ava';
import { activatedBehind, type ConvolutionDescription } from '../../src/model/describe-block.ts';
import { initializer } from '../../src/model/initializers.ts';
import { convolutionUnit, dense } from '../../src/model/layers.ts';
import { Parameters } from '../../src/model/parameters.ts';
import { mapsOf } from '../../src/ops/tensor-maps.ts';
import { distance, engines, normals, on } from '../ops/numbers.ts';
import { openTrainingEngine, trainingEngine } from '../training-engine.ts';

test.beforeEach(openTrainingEngine);

for (const engine of engines) {
  test.serial(
    `global pooling and the dense layer have the gradients of plain loops on ${engine}`,
    async t => {
      const [batch, side, channels, classes] = [3, 5, 7, 4] as const;
      const x = normals(batch * side * side * channels, 1, 'x');
      const dy = normals(batch * classes, 1, 'dy');
      const { kernel, dx, dKernel, dBias, y } = await on(engine, () =>
        tf.tidy(() => {
          const parameters = new Parameters();
          const head = dense(parameters, initializer(1), {
            name: 'head/dense',
            inputs: channels,
            outputs: classes,
          });
          const [w, bias] = [...parameters.trainable.values()];
          const images = tf.tensor4d(Float32Array.from(x), [batch, side, side, channels]);
          const weighted = (image: tf.Tensor) =>
            tf.sum(
              tf.mul(
                head(tf.mean(image, [1, 2]) as tf.Tensor2D),
                tf.tensor2d(Float32Array.from(dy), [batch, classes]),
              ),
            ) as tf.Scalar;
          const { grads } = tf.variableGrads(() => weighted(images));
          const values = [
            w!,
            tf.grad(weighted)(images),
            grads[w!.name]!,
            grads[bias!.name]!,
            head(tf.mean(images, [1, 2]) as tf.Tensor2D),
          ].map(tensor => tensor.dataSync().slice());
          parameters.dispose();
          return {
            kernel: values[0]!,
            dx: values[1]!,
            dKernel: values[2]!,
            dBias: values[3]!,
            y: values[4]!,
          };
        }),
      );
      const pixels = side * side;
      const expected = {
        y: new Float64Array(batch * classes),
        dx: new Float64Array(x.length),
        dKernel: new Float64Array(channels * classes),
        dBias: new Float64Array(classes),
      };
      for (let b = 0; b < batch; b++)
        for (let k = 0; k < classes; k++) {
          expected.dBias[k]! += dy[b * classes + k]!;
          for (let p = 0; p < pixels; p++)
            for (let c = 0; c < channels; c++) {
              const i = (b * pixels + p) * channels + c;
              expected.y[b * classes + k]! += (x[i]! * kernel[c * classes + k]!) / pixels;
              expected.dx[i]! += (dy[b * classes + k]! * kernel[c * classes + k]!) / pixels;
              expected.dKernel[c * classes + k]! += (dy[b * classes + k]! * x[i]!) / pixels;
            }
        }
      t.true(distance(y, expected.y) < 1e-6);
      t.true(distance(dx, expected.dx) < 1e-6);
      t.true(distance(dKernel, expected.dKernel) < 1e-6);
      t.true(distance(dBias, expected.dBias) < 1e-6);
    },
  );
}

test.serial('a new unit with batch normalisation scales by 1, shifts by 0, and has seen nothing', async t => {
  await on(trainingEngine, () => {
    const parameters = new Parameters();
    convolutionUnit(
      parameters,
      initializer(1),
      activatedBehind({ ...convolution, name: 'stage1/block1/conv2' }, true, false),
    );
    const values = (variables: ReadonlyMap<string, tf.Variable>) =>
      [...variables].map(([name, variable]) => [name, ...variable.dataSync()]);
    t.deepEqual(values(parameters.trainable).slice(1), [
      ['stage1/block1/bn2/scale', 1, 1],
      ['stage1/block1/bn2/offset', 0, 0],
    ]);
    t.deepEqual(values(parameters.statistics), [
      ['stage1/block1/bn2/mean', 0, 0],
      ['stage1/block1/bn2/variance', 1, 1],
    ]);
    parameters.dispose();
  });
});

test.serial('a strided unit pads both sides, as the paper’s does', async t => {
  await on(trainingEngine, () => {
    const parameters = new Parameters();
    const layer = convolutionUnit(
      parameters,
      initializer(1),
      activatedBehind({ ...convolution, stride: 2 }, false, false),
    );
    const x = tf.randomNormal([1, 6, 6, 3], 0, 1, 'float32', 1) as tf.Tensor4D;
    const padded = tf.pad(x, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]) as tf.Tensor4D;
    const kernel = parameters.layers[0]!.kernel as tf.Variable<tf.Rank.R4>;
    const expected = tf.conv2d(padded, kernel, 2, 'valid');
    const y = layer(mapsOf(x), { training: true, batchStatistics: [] }).toTensor();
    t.deepEqual(y.shape, [1, 3, 3, 2]);
    t.true(distance(y.dataSync(), expected.dataSync()) < 1e-6);
    parameters.dispose();
  });
});

const convolution: ConvolutionDescription = {
  name: 'stem/conv',
  kernel: [3, 3],
  inputs: 3,
  filters: 2,
  stride: 1,
};
