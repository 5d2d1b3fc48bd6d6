import { join } from 'node:path';
import test from 'ava';
import { isCifar10AtHand, loadCifar10 } from '../../../src/data/cifar10/load.ts';
import {
  FILES,
  fakeSource,
  IMAGE_BYTES,
  MANIFEST,
  RECORDS_PER_FILE,
  temporaryFolder,
  writeFiles,
} from '../fixtures.ts';

function optionsFor(named: string) {
  const source = fakeSource('never');
  const options = {
    env: { CIFAR10_DIR: named },
    manifest: MANIFEST,
    sources: [source],
    cacheDir: join(named, 'cache'),
  };
  return { source, options };
}

for (const inside of ['', 'cifar-10-batches-bin']) {
  test(`CIFAR10_DIR is read before all else, the files in it or below (${inside || 'in it'})`, async t => {
    const folder = await temporaryFolder(t);
    await writeFiles(join(folder, inside));
    const { source, options } = optionsFor(folder);
    t.true(await isCifar10AtHand(options));
    const { train, test: testSet } = await loadCifar10(options);
    t.is(train.count, RECORDS_PER_FILE);
    t.is(testSet.images.length, RECORDS_PER_FILE * IMAGE_BYTES);
    t.is(source.calls, 0);
  });
}

test('a corrupt file in CIFAR10_DIR is an error, not a reason to look elsewhere', async t => {
  const folder = await temporaryFolder(t);
  await writeFiles(folder, { ...FILES, 'data_batch_1.bin': FILES['test_batch.bin']! });
  const { source, options } = optionsFor(folder);
  await t.throwsAsync(loadCifar10(options), {
    name: 'DataError',
    message: /^CIFAR10_DIR: .*data_batch_1.bin is corrupt: expected MD5 \w{32}, got \w{32}\. Unpack a fresh/,
  });
  t.is(source.calls, 0);
});

test('a CIFAR10_DIR without the files says what is expected', async t => {
  const folder = await temporaryFolder(t);
  const { options } = optionsFor(folder);
  t.false(await isCifar10AtHand(options));
  await t.throwsAsync(loadCifar10(options), {
    message: /has neither data_batch_1.bin nor cifar-10-batches-bin\/\. Unpack/,
  });
  await t.throwsAsync(loadCifar10(optionsFor(join(folder, 'absent')).options), {
    message: /cannot read the folder .*absent \(ENOENT/,
  });
});

test('the Python version of CIFAR-10 is recognised', async t => {
  const folder = await temporaryFolder(t);
  await writeFiles(folder, { data_batch_1: new Uint8Array(1) });
  await t.throwsAsync(loadCifar10(optionsFor(folder).options), { message: /the binary version is needed/ });
});
