import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import test, { type ExecutionContext } from 'ava';
import { batteryHash } from '../../src/arithmetic/battery.ts';
import { openEngine } from '../../src/engine/index.ts';
import type { EngineName } from '../../src/engine/registry.ts';
import { regularizers } from '../../src/regularizers/registry.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { buildKernels, canCompile, testCompiled } from '../native/fixtures.ts';
import { collect, networkOf, tinyConfig } from '../train/tiny.ts';
import { addLastDigit, watchKernels } from './kernels.ts';

const script = fileURLToPath(new URL('hash-here.ts', import.meta.url));
/** They copy and compare, and round nothing. */
const exact = new Set('ArgMax Concat Equal GatherV2 NotEqual Pack Select Slice Transpose'.split(' '));

const engines: readonly EngineName[] = canCompile ? ['wasm', 'native'] : ['wasm'];

test.before(buildKernels);

exhaustivelySerial(
  'the hash is the same in two processes, and on native on any number of threads',
  async t => {
    const names = engines.flatMap(engine =>
      engine === 'native' ? ['native', 'native:2', 'native:3'] : [engine],
    );
    const { stdout } = await promisify(execFile)(process.execPath, ['--import=tsx', script, ...names]);
    const elsewhere = stdout.trim().split('\n');
    t.is(elsewhere.length, names.length);
    for (const [i, name] of names.entries()) {
      const [engine, threads = '1'] = name.split(':');
      await openEngine(engine as EngineName, Number(threads));
      t.is(batteryHash(), elsewhere[i]!, name);
    }
    t.is(new Set(elsewhere).size, engines.length);
  },
);

for (const engine of engines) {
  test.serial(`on ${engine} it is of finite numbers, and no tensor is left`, async t => {
    await openEngine(engine);
    batteryHash();
    const { numTensors } = tf.memory();
    batteryHash();
    t.is(tf.memory().numTensors, numTensors);
    const unusual = new Set<string>();
    const seen = (kernel: string, outputs: readonly tf.TensorInfo[]) => {
      for (const { dtype, dataId } of outputs) {
        if (dtype === 'float32' && !(tf.backend().readSync(dataId) as Float32Array).every(Number.isFinite)) {
          unusual.add(kernel);
        }
      }
    };
    await watchKernels(seen, batteryHash);
    t.deepEqual([...unusual], []);
  });

  test.serial(`on ${engine} it runs every kernel that training, probes and regularizers do`, async t => {
    await openEngine(engine);
    const inBattery = await kernelsIn(batteryHash);
    const inTraining = [...(await kernelsIn(trainWithEverything))];
    t.deepEqual(inTraining.filter(name => !inBattery.has(name) && !exact.has(name)).sort(), []);
  });
}

const some = ['Conv2D', 'Conv2DBackpropFilter', 'MaxPoolGrad', 'BatchMatMul', 'Exp'];
const replaced = [...some, 'convolution', 'convolutionGradients', 'normaliseGradients', 'momentumUpdate'];

test.serial('another last digit in one value of what a kernel of wasm gives is another hash', t =>
  notice(t, 'wasm', some),
);
testCompiled('another last digit in one value of what a kernel of native gives is another hash', t =>
  notice(t, 'native', replaced),
);

async function notice(t: ExecutionContext, engine: EngineName, kernels: readonly string[]): Promise<void> {
  await openEngine(engine);
  const before = batteryHash();
  for (const changed of kernels) {
    let calls = 0;
    const change = (kernel: string, outputs: readonly tf.TensorInfo[]) => {
      if (kernel !== changed) return;
      calls++;
      addLastDigit(outputs.at(-1)!);
    };
    t.not(await watchKernels(change, batteryHash), before, changed);
    t.true(calls > 0, changed);
  }
  t.is(batteryHash(), before);
}

async function kernelsIn(work: () => unknown): Promise<Set<string>> {
  const names = new Set<string>();
  await watchKernels(kernel => names.add(kernel), work);
  return names;
}

/** Networks of each kind, every regularizer at its default, every probe. */
async function trainWithEverything(): Promise<void> {
  const every = regularizers.map(({ name, parameters }) => ({
    name,
    options: parameters.parse({}) as Record<string, number>,
  }));
  for (const kind of ['plain', 'residual'] as const) {
    for (const own of [[], every]) {
      const probes = { steps: [1], measure: ['blocks' as const, 'linear-classifiers' as const] };
      const config = { ...tinyConfig({ kind, probes }), regularizers: own };
      await collect(config, networkOf(config));
    }
  }
}
