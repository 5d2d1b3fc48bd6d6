import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { hashOf } from '../../src/arithmetic/index.ts';
import { arithmeticKey } from '../../src/arithmetic/key.ts';
import type { Engine } from '../../src/engine/index.ts';
import { nvidiaDevices } from '../../src/engine/tensorflow-settings.ts';
import { temporaryFolder } from '../data/fixtures.ts';

const wasm: Engine = { name: 'wasm', device: 'cpu', threads: 1, versions: { node: '20.19.0', wasm: '1' } };

/** A battery that counts how often it is asked. */
function counted(hash: string): { compute: () => string; times: () => number } {
  let times = 0;
  return {
    compute() {
      times++;
      return hash;
    },
    times: () => times,
  };
}

test('the battery is computed once for each installation, and remembered', async t => {
  const folder = join(await temporaryFolder(t), 'made');
  const battery = counted('1a2b3c4d');
  t.is(await hashOf(wasm, folder, battery.compute), '1a2b3c4d');
  t.is(await hashOf(wasm, folder, battery.compute), '1a2b3c4d');
  t.is(battery.times(), 1);
  const other = counted('00000000');
  const newer = { ...wasm, versions: { ...wasm.versions, wasm: '2' } };
  t.is(await hashOf(newer, folder, other.compute), '00000000');
  t.is(await hashOf(wasm, folder, other.compute), '1a2b3c4d');
  t.is(other.times(), 1);
});

test('where nothing can be remembered it is computed each time, and that is no error', async t => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'file');
  await writeFile(file, '');
  const battery = counted('1a2b3c4d');
  for (const times of [1, 2]) {
    t.is(await hashOf(wasm, join(file, 'below'), battery.compute), '1a2b3c4d');
    t.is(battery.times(), times);
  }
});

test('what is damaged is computed again, and mended', async t => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'arithmetic.json');
  await writeFile(path, '{"half');
  const battery = counted('1a2b3c4d');
  await hashOf(wasm, folder, battery.compute);
  await hashOf(wasm, folder, battery.compute);
  t.is(battery.times(), 1);
  t.deepEqual(Object.values(JSON.parse(await readFile(path, 'utf8'))), ['1a2b3c4d']);
});

test('what may decide it decides whether it is computed again', t => {
  const key = arithmeticKey(wasm);
  t.is(arithmeticKey(structuredClone(wasm)), key);
  t.not(arithmeticKey({ ...wasm, versions: { ...wasm.versions, node: '22.0.0' } }), key);
  const tensorflow: Engine = { ...wasm, name: 'tensorflow', threads: 2 };
  const before = arithmeticKey(tensorflow);
  t.not(arithmeticKey({ ...tensorflow, threads: 1 }), before);
  process.env.TF_ENABLE_ONEDNN_OPTS = '0';
  t.not(arithmeticKey(tensorflow), before);
  delete process.env.TF_ENABLE_ONEDNN_OPTS;
});

test('a machine that has no GPU has no devices, and no error', async t => {
  t.deepEqual(nvidiaDevices(join(await temporaryFolder(t), 'none')), []);
});
