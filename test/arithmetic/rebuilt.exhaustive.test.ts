import { execFile } from 'node:child_process';
import { appendFile, cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../cli/fixtures.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';

// Three builds of the kernels.
testCompiled(
  'kernels with another comment compute the same, with another last digit something else',
  async t => {
    await buildKernels();
    const copy = await temporaryFolder(t);
    for (const name of ['src', 'native', 'test', 'package.json', 'tsconfig.json']) {
      await cp(join(root, name), join(copy, name), {
        recursive: true,
        filter: path => !/native.tensorflow$/.test(path),
      });
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    const here = async (...args: string[]) =>
      (await promisify(execFile)(process.execPath, ['--import=tsx', ...args], { cwd: copy })).stdout.trim();
    const hash = () => here('test/arithmetic/hash-here.ts', 'native');
    const before = await hash();

    const source = join(copy, 'native/kernels.cc');
    await appendFile(source, '\n// Nothing new.\n');
    await here('native/build.ts');
    t.is(await hash(), before);

    const text = await readFile(source, 'utf8');
    const changed = text.replace('fresh[i] * rate', 'fresh[i] * (rate * 1.0000001f)');
    t.not(changed, text);
    await writeFile(source, changed);
    await here('native/build.ts');
    t.not(await hash(), before);
  },
);
