import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { benchBatch, benchNetwork, writeProblem } from '../../bench/problem.ts';
import { openEngine } from '../../src/engine/index.ts';
import { temporaryFolder } from '../data/fixtures.ts';

test.before(() => openEngine('cpu'));

test('a problem is images, labels and weights, in this order', async t => {
  const path = join(await temporaryFolder(t), 'problem');
  const network = { kind: 'plain', depth: 8, resolution: 8, width: 2, batch: 20 } as const;
  const parameters = await writeProblem(path, network);
  const bytes = await readFile(path);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const { images, labels } = benchBatch(20, 8);
  t.is(images.length, 20 * 8 * 8 * 3);
  t.deepEqual(values.slice(0, images.length), images);
  t.deepEqual([...values.slice(images.length).slice(0, 20)], [...labels]);
  const weights = values.slice(images.length + 20);
  t.is(weights.length, parameters);
  const built = benchNetwork(network);
  t.deepEqual(
    [...weights],
    [...built.parameters.trainable.values()].flatMap(variable => [...variable.dataSync()]),
  );
  built.dispose();
});
