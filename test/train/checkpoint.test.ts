import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {
  DamagedCheckpointError,
  putAside,
  readCheckpoint,
  writeCheckpoint,
} from '../../src/train/checkpoint.ts';
import type { Snapshot } from '../../src/train/snapshot.ts';

const snapshot: Snapshot = {
  epoch: 3,
  step: 120,
  optimizer: 'momentum',
  tensors: [
    { name: 'weight:stem/conv/kernel', shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 1e-40, -0, 3e38) },
    { name: 'statistic:empty', shape: [0], values: new Float32Array() },
    // A view into a larger buffer, as tfjs hands them out.
    { name: 'optimizer:velocity/ä', shape: [2], values: new Float32Array([9, 8, 7, 6]).subarray(1, 3) },
  ],
  history: [{ epoch: 0, trainErrorPct: 90, valErrorPct: 88.5 }],
  remembered: {
    epoch: 2,
    tensors: [{ name: 'weight:head', shape: [1, 2], values: Float32Array.of(7, -7) }],
  },
};
const companion = { epochs: 1234, gradients: 56_789 };

test('what is read is what was written, to the bit', async t => {
  const path = await newPath(t);
  await writeCheckpoint(path, snapshot, companion);
  t.deepEqual(await readCheckpoint(path), { snapshot, companion });
});

test('any tensors survive', async t => {
  const path = await newPath(t);
  const tensors = fc.array(
    fc.record({
      name: fc.string(),
      values: fc.float32Array({ maxLength: 9, noNaN: true }),
    }),
    { maxLength: 4 },
  );
  const property = fc.asyncProperty(tensors, async arrays => {
    const written = arrays.map(({ name, values }) => ({ name, shape: [values.length], values }));
    await writeCheckpoint(path, { ...snapshot, tensors: written }, {});
    t.deepEqual((await readCheckpoint(path))!.snapshot.tensors, written);
  });
  await t.notThrowsAsync(fc.assert(property, { numRuns: 15 }));
});

test('a later checkpoint replaces an earlier one and leaves no other file', async t => {
  const path = await newPath(t);
  await writeCheckpoint(path, snapshot, companion);
  await writeCheckpoint(path, { ...snapshot, epoch: 4 }, companion);
  t.is((await readCheckpoint(path))!.snapshot.epoch, 4);
  t.deepEqual(await readdir(join(path, '..')), ['state.bin']);
});

test('a file that is not there is no checkpoint', async t => {
  t.is(await readCheckpoint(await newPath(t)), null);
});

test('a changed byte, wherever it is, is noticed', async t => {
  const path = await newPath(t);
  await writeCheckpoint(path, snapshot, companion);
  const intact = await readFile(path);
  for (let position = 0; position < intact.length; position += 7) {
    const bytes = Buffer.from(intact);
    bytes[position]! ^= 1;
    await writeFile(path, bytes);
    await t.throwsAsync(readCheckpoint(path), {
      instanceOf: DamagedCheckpointError,
      message: `checkpoint ${path} fails its checksum`,
    });
  }
});

test('a file that was cut off, or goes on, is noticed', async t => {
  const path = await newPath(t);
  await writeCheckpoint(path, snapshot, companion);
  await writeFile(path, Buffer.concat([await readFile(path), Buffer.of(0)]));
  await t.throwsAsync(readCheckpoint(path), { instanceOf: DamagedCheckpointError });
  const { size } = await stat(path);
  for (const length of [size - 2, size >> 1, 33, 32, 31, 1, 0]) {
    await truncate(path, length);
    await t.throwsAsync(readCheckpoint(path), { instanceOf: DamagedCheckpointError }, `${length} bytes`);
  }
});

test('a file that cannot be read is not taken for a missing one', async t => {
  const path = await newPath(t);
  await t.throwsAsync(readCheckpoint(join(path, '..', '..')), { code: 'EISDIR' });
});

test('a damaged file is put aside under a name that tells', async t => {
  const path = await newPath(t);
  await writeCheckpoint(path, snapshot, companion);
  const bytes = await readFile(path);
  const aside = await putAside(path);
  t.true(aside.startsWith(`${path}.damaged-`));
  t.deepEqual(await readFile(aside), bytes);
  t.is(await readCheckpoint(path), null);
});

async function newPath(t: { teardown(fn: () => unknown): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'checkpoint-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return join(folder, 'checkpoint', 'state.bin');
}
