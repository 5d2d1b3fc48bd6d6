import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { armNames, parseArm } from '../../src/regularizers/arm.ts';
import { loadSameRegularizerFile } from '../../src/regularizers/files.ts';
import { findRegularizer, regularizers } from '../../src/regularizers/registry.ts';
import { defineRegularizer } from '../../src/regularizers/regularizer.ts';

const specsOf = async (text: string) => (await parseArm(text)).specs;

test('an arm is parsed from names and values, with defaults', async t => {
  t.deepEqual(await specsOf('l1'), [{ name: 'l1', options: { lambda: 1e-5 } }]);
  t.deepEqual(await specsOf('dropout=0.2+l2=1e-3'), [
    { name: 'dropout', options: { rate: 0.2 } },
    { name: 'l2', options: { lambda: 1e-3 } },
  ]);
  t.deepEqual(await specsOf('augment=2,flip=off'), [
    { name: 'augment', options: { padding: 2, flip: false } },
  ]);
  t.deepEqual(await specsOf('augment=flip=off'), [{ name: 'augment', options: { padding: 4, flip: false } }]);
});

test('every regularizer works with its defaults', async t => {
  for (const { name } of regularizers) t.is((await specsOf(name))[0]!.name, name);
});

const wrong = {
  'dropout=1': /dropout: rate got "1"; .*<1/,
  'l1=-1': /l1: lambda got "-1"; .*>0/,
  'l2=much': /l2: lambda got "much"; .*expected number/,
  'cutout=1.5': /cutout: size got "1.5"/,
  'augment=2,3': /augment: got "3"; parameters: padding \(.*\), flip \(/,
  'augment=speed=3': /augment: got "speed=3"; parameters: padding/,
  'l1+l1': /l1 is in "l1\+l1" twice/,
};

for (const [text, message] of Object.entries(wrong)) {
  test(`${text} is refused with the regularizer, the value and what is allowed`, async t => {
    const error = await t.throwsAsync(parseArm(text), { instanceOf: RangeError });
    t.regex(error.message, message);
  });
}

test('files are not among the names that have to be known', t => {
  t.deepEqual(armNames('l1=1e-5+./mine.ts=2+dropout'), ['l1', 'dropout']);
});

test('a name that a command line could not take is refused', t => {
  t.throws(() => defineRegularizer({ name: 'My Own', summary: '', parameters: {} }), {
    message: /lower-case letter .* got "My Own"/,
  });
});

test('a file of a user’s own is an arm: named by its regularizer, known by its bytes', async t => {
  const [path] = await ownFile(t, own('noise'));
  const { specs, files } = await parseArm(`${path}=0.5+l1`);
  const { sha256 } = files[0]!;
  t.regex(sha256, /^[0-9a-f]{64}$/);
  t.deepEqual(specs[0], { name: 'noise', options: { amount: 0.5 }, sha256 });
  t.is(findRegularizer({ name: 'noise', sha256 }).name, 'noise');
  await loadSameRegularizerFile(files[0]!);
  await writeFile(path, own('noise', '// changed'));
  await t.throwsAsync(loadSameRegularizerFile(files[0]!), {
    message: /was changed after the suite had started/,
  });
});

test('a file of a user’s own may say that it chooses by the validation error', async t => {
  const source = own('chooser').replace('summary:', 'needsValidation: true, summary:');
  const [path] = await ownFile(t, source);
  t.deepEqual((await parseArm(`${path}+l1+early-stopping`)).needValidation, ['chooser', 'early-stopping']);
});

test('a file that is no regularizer is refused with its name', async t => {
  const contents = { syntax: 'export default {', other: 'export default 3;', taken: own('l1') };
  const messages = {
    syntax: /cannot be loaded/,
    other: /has to export default defineRegularizer/,
    taken: /"l1", which is the name/,
  };
  for (const [name, text] of Object.entries(contents)) {
    const [path] = await ownFile(t, text);
    const error = await t.throwsAsync(parseArm(path));
    t.true(error.message.startsWith(path), error.message);
    t.regex(error.message, messages[name as keyof typeof messages]);
  }
  await t.throwsAsync(parseArm('./no-such-file.ts'), {
    message: /^\.\/no-such-file\.ts cannot be read: ENOENT/,
  });
});

const SOURCES = new URL('../../src/', import.meta.url).href;

function own(name: string, comment = ''): string {
  return `${comment}
import { z } from 'zod';
import { defineRegularizer } from '${SOURCES}regularizers/regularizer.ts';
export default defineRegularizer({
  name: '${name}',
  summary: 'for tests',
  parameters: { amount: z.number().default(1).describe('how much') },
});`;
}

/** A file where Node.js finds the project’s packages. */
async function ownFile(t: ExecutionContext, text: string): Promise<[path: string]> {
  const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'degradation-lab-test-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'mine.ts');
  await writeFile(path, text);
  return [path];
}
