import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Connection } from '../../src/queue/connection.ts';
import { filesFor, submittedFile } from '../../src/suite/queued-files.ts';
import { UsageError } from '../../src/usage-error.ts';
import { root } from '../cli/fixtures.ts';
import { temporaryFolder } from '../data/fixtures.ts';

async function fileWith(t: ExecutionContext, text: string, folder = root) {
  const path = join(folder, `.queued-test-${randomUUID()}.ts`);
  t.teardown(() => rm(path, { force: true }));
  await writeFile(path, text);
  return { path, sha256: createHash('sha256').update(text).digest('hex') };
}

test('a file that imports from the project alone travels by its content, and is found where its imports are', async t => {
  const text =
    "import * as tf from '@tensorflow/tfjs';\nimport { defineRegularizer } from './src/regularizers/regularizer.ts';\n";
  const file = await fileWith(t, text);
  const submitted = await submittedFile(file);
  t.is(submitted.content.toString(), text);
  const connection = { query: async () => [submitted] } as unknown as Connection;
  const [written] = await filesFor(connection, file.sha256);
  t.teardown(() => rm(written!.path, { force: true }));
  t.is(written!.sha256, file.sha256);
  t.is(await readFile(written!.path, 'utf8'), text);
  const tampered = {
    query: async () => [{ ...submitted, content: Buffer.from('other') }],
  } as unknown as Connection;
  await t.throwsAsync(filesFor(tampered, file.sha256), {
    message: /does not have the file .* as it was submitted/,
  });
  const elsewhere = { query: async () => [{ ...submitted, path: '../../mine.ts' }] } as unknown as Connection;
  await t.throwsAsync(filesFor(elsewhere, file.sha256), { message: /lies outside of the project/ });
});

for (const text of [
  "import { help } from './helper.ts';",
  'export * from "../other/mine.ts";',
  "await import('./src.ts')",
]) {
  test(`a file that brings others along is refused: ${text}`, async t => {
    await t.throwsAsync(submittedFile(await fileWith(t, text)), {
      instanceOf: UsageError,
      message: /does not travel with it/,
    });
  });
}

test('a file outside of the project is refused', async t => {
  const file = await fileWith(t, '', await temporaryFolder(t));
  await t.throwsAsync(submittedFile(file), {
    instanceOf: UsageError,
    message: /lies outside of the project/,
  });
});
