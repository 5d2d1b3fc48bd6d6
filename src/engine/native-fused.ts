import type * as tf from '@tensorflow/tfjs';
import type { FusedKernels } from './fused-kernels.ts';
import { KernelArguments, type NativeCalls } from './native-calls.ts';
import type { WasmBackend } from './wasm-heap.ts';

/** The compiled kernels that do several operations at once. */
export function nativeFusedKernels(backend: WasmBackend, calls: NativeCalls): FusedKernels {
  const output = (shape: readonly number[]) => backend.makeOutput(shape as number[], 'float32');
  const callsWith = new KernelArguments(calls);
  return {
    convolution(x, norm, filter, stride, withStatistics) {
      const channels = filter.shape[3]!;
      const y = output(outShape(x.shape, filter.shape, stride));
      callsWith.sizes(x.shape, filter.shape, y.shape, stride);
      calls.tensor(x);
      callsWith.normalisation(norm);
      calls.tensor(filter).tensor(y);
      if (!withStatistics) {
        calls.integer(0).run('convolution');
        return [y];
      }
      const [mean, variance] = [output([channels]), output([channels])];
      calls.integer(1).tensor(mean).tensor(variance).run('convolution');
      return [y, mean, variance];
    },

    convolutionGradients(dy, incomplete, x, norm, filter, stride, wanted, added) {
      const results: tf.TensorInfo[] = [];
      const result = (shape: readonly number[]) => {
        const made = output(shape);
        results.push(made);
        calls.tensor(made);
      };
      callsWith.sizes(x.shape, filter.shape, dy.shape, stride);
      calls.tensor(dy);
      callsWith.normalisation(incomplete?.norm ?? null);
      if (incomplete) {
        calls.tensor(incomplete.tensor).tensor(incomplete.sums.offset).tensor(incomplete.sums.scale);
      }
      calls.tensor(x);
      callsWith.normalisation(norm);
      calls.tensor(filter).integer(wanted.filter ? 1 : 0);
      if (wanted.filter) result(filter.shape);
      calls.integer(wanted.input ? 1 : 0);
      if (wanted.input) result(x.shape);
      calls.integer(added ? 1 : 0);
      if (added) calls.tensor(added);
      if (wanted.input && norm) {
        result([x.shape[3]!]);
        result([x.shape[3]!]);
      }
      calls.run('convolutionGradients');
      return results;
    },

    normalise(x, norm, shortcut) {
      const y = output(x.shape);
      callsWith.imageSizes(x.shape);
      calls.tensor(x);
      callsWith.normalisation(norm);
      calls.tensor(y).integer(shortcut ? 1 : 0);
      if (shortcut) calls.tensor(shortcut);
      calls.run('normalise');
      return [y];
    },

    normaliseGradients(dy, x, norm, y) {
      const channels = x.shape[3]!;
      const results = [output(x.shape), output([channels]), output([channels])];
      callsWith.imageSizes(x.shape);
      calls.tensor(dy).tensor(x);
      callsWith.normalisation(norm);
      calls.tensor(y);
      for (const result of results) calls.tensor(result);
      calls.run('normaliseGradients');
      return results;
    },

    averagePixels(x) {
      const y = output([x.shape[0]!, x.shape[3]!]);
      callsWith.imageSizes(x.shape);
      calls.tensor(x).tensor(y).run('averagePixels');
      return [y];
    },

    spreadPixels(dy, shape) {
      const dx = output(shape);
      callsWith.imageSizes(shape);
      calls.tensor(dy).tensor(dx).run('spreadPixels');
      return [dx];
    },

    momentumUpdate(updates, { rate, momentum, weightDecay }) {
      calls.begin().real(rate).real(momentum).real(weightDecay).integer(updates.length);
      for (const { weight, velocity, gradient } of updates) {
        calls.integer(weight.size).tensor(weight).tensor(velocity).tensor(gradient);
      }
      calls.run('momentumUpdate');
    },

    movingAverage(pairs, rate) {
      calls.begin().real(rate).integer(pairs.length);
      for (const { moving, fresh } of pairs) {
        calls.integer(fresh.shape[0]!).tensor(moving).tensor(fresh);
      }
      calls.run('movingAverage');
    },
  };
}

function outShape(x: readonly number[], filter: readonly number[], stride: number): number[] {
  return [x[0]!, Math.ceil(x[1]! / stride), Math.ceil(x[2]! / stride), filter[3]!];
}
