import { appendFile, cp, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { buildNative } from '../../native/compile.ts';
import {
  type BuildRecord,
  buildFolder,
  fileNames,
  hashSources,
  readRecord,
  sha256,
  sourceFolder,
} from '../../native/record.ts';
import { levels } from '../../native/toolchain.ts';
import { loadNativeAddon, whyPassedOver } from '../../src/engine/native-addon.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustive } from '../exhaustive.ts';
import { buildKernels, exhaustivelyCompiled, testCompiled } from '../native/fixtures.ts';

test.before(buildKernels);

test('kernels that were never built are missed, with the line that builds them', async t => {
  const folder = await temporaryFolder(t);
  t.throws(() => loadNativeAddon(folder), {
    message: 'its kernels are not built. To build them, with a C++ compiler: npm run build:native',
  });
  await writeFile(join(folder, fileNames.log), 'no space left');
  t.throws(() => loadNativeAddon(folder), { message: /the last attempt failed, see .*build\.log$/ });
  await writeFile(join(folder, fileNames.record), '{');
  t.throws(() => loadNativeAddon(folder), { message: /^its kernels are not built/ });
  t.is(whyPassedOver(folder), null);
});

const damages: [title: string, damage: (folder: string) => Promise<void>, message: RegExp][] = [
  ['whose binary is gone', folder => rm(join(folder, fileNames.binary)), /^its kernels are not built/],
  [
    'whose binary is cut short',
    folder => truncate(join(folder, fileNames.binary), 5000),
    /^its kernels in .*kernels\.node are damaged/,
  ],
  [
    'of other sources',
    folder => change(folder, { sources: sha256(Buffer.from('older')) }),
    /^its kernels were built from other sources than are in native\/ now/,
  ],
  [
    'of another table of arguments',
    async folder => {
      const sources = join(folder, 'sources');
      await cp(sourceFolder, sources, {
        recursive: true,
        filter: path => !/native.(tensorflow|build)$/.test(path),
      });
      await appendFile(join(sources, 'signatures.ts'), '\n// Another one.\n');
      await change(folder, { sources: hashSources(sources) });
    },
    /^its kernels were built from other sources than are in native\/ now/,
  ],
  [
    'of another architecture',
    folder => change(folder, { arch: 'mips' }),
    new RegExp(`built for ${process.platform} mips, and this is ${process.platform} ${process.arch}`),
  ],
  ['of another platform', folder => change(folder, { platform: 'sunos' }), /built for sunos /],
  [
    'that are no library',
    async folder => {
      const text = Buffer.from('not a library');
      await writeFile(join(folder, fileNames.binary), text);
      await change(folder, { binary: sha256(text) });
    },
    /^its kernels cannot be loaded: /,
  ],
];

for (const [title, damage, message] of damages) {
  testCompiled(`kernels ${title} are refused before they can do harm`, async t => {
    const folder = await temporaryFolder(t);
    await cp(buildFolder(), folder, { recursive: true });
    await damage(folder);
    const error = t.throws(() => loadNativeAddon(folder), { message });
    t.is(whyPassedOver(folder), error!.message);
    t.regex(error!.message, /To build them, with a C\+\+ compiler: npm run build:native$/);
  });
}

const onX64 = process.arch === 'x64' ? exhaustivelyCompiled : test.serial.skip;

onX64('kernels for a processor that has more than this one refuse to start', async t => {
  // Only a few processors of 2011 to 2015 had this.
  const folder = await temporaryFolder(t);
  const flags = ['-O0', '-UREQUIRED_FEATURES', '-DREQUIRED_FEATURES=REQUIRE("sse2") REQUIRE("fma4")'];
  await buildNative({ folder, flags });
  t.throws(() => loadNativeAddon(folder), {
    message:
      'its kernels cannot be loaded: they were built for a processor with fma4, which this one lacks. ' +
      'To build them, with a C++ compiler: npm run build:native',
  });
});

testCompiled('kernels say what they were compiled for, on every level that this processor has', async t => {
  const best = readRecord(buildFolder())!.level;
  const names = Object.keys(levels[process.arch]!) as (keyof typeof floats)[];
  const floats = { avx512: 16, avx2: 8, neon: 4, baseline: 4 };
  const available = names.slice(names.indexOf(best as keyof typeof floats));
  for (const level of exhaustive ? available : available.slice(0, 1)) {
    // The best one is built already.
    const folder = level === best ? buildFolder() : await temporaryFolder(t);
    // What it answers does not depend on how well it is optimised.
    if (level !== best) await buildNative({ folder, level, flags: ['-O0'] });
    t.deepEqual(loadNativeAddon(folder).info(), { level, vectorFloats: floats[level] });
  }
});

async function change(folder: string, changes: Partial<BuildRecord>): Promise<void> {
  const record = { ...readRecord(folder), ...changes };
  await writeFile(join(folder, fileNames.record), JSON.stringify(record));
}
