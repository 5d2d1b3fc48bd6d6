import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { fileNames } from '../../native/record.ts';
import { describeSurvey } from '../../src/cli/engines-command.ts';
import type { Survey } from '../../src/suite/survey.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { buildKernels, testCompiled } from '../native/fixtures.ts';
import { runHere, smallRun, withoutTensorflow } from './fixtures.ts';

test.before(buildKernels);

test.serial('without compiled kernels engines says how to get them, and auto takes wasm', async t => {
  const env = { ...withoutTensorflow, DEGRADATION_LAB_NATIVE: await temporaryFolder(t) };
  const { code, stdout, stderr } = await runHere(['engines'], env);
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const lines = stdout.split('\n');
  t.deepEqual(
    lines.filter(line => !line.startsWith('  ')),
    [
      'tensorflow on a GPU – not available',
      'native: compiled kernels – not available',
      'tensorflow on the processor – not available',
      'wasm: needs nothing – auto takes it here',
      'cpu: the reference for tests, far too slow to train',
      '',
    ],
  );
  t.is(
    lines[1],
    '  @tensorflow/tfjs-node-gpu is not installed. ' +
      'Install it: npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0',
  );
  t.is(lines[3], '  its kernels are not built. To build them, with a C++ compiler: npm run build:native');
  t.regex(
    lines[7]!,
    /^ {2}cpu, 1 thread, node .*, @tensorflow\/tfjs 4\.22\.0, .*wasm 4\.22\.0, arithmetic wasm-[0-9a-f]{8}$/,
  );
});

testCompiled('with compiled kernels auto takes native, as a run does', async t => {
  const env = withoutTensorflow;
  const { code, stdout } = await runHere(['engines', '--json'], env);
  t.is(code, 0);
  const { auto, engines } = JSON.parse(stdout) as Survey;
  t.is(auto, 'native');
  t.like(engines[1], { candidate: 'native', available: true, engine: { name: 'native', device: 'cpu' } });
  const small = ['--depths', '8', '--kinds', 'plain', '--resolution', '8', '--width', '4'];
  const plan = await runHere(
    ['run', 'plain-vs-residual', '--preset', 'smoke', '--dry-run', '--json', ...small],
    env,
  );
  t.like(JSON.parse(plan.stdout), { engine: { name: 'native' } });
});

exhaustivelySerial(
  'a run that passes over kernels that have gone stale says so, with the line that rebuilds them',
  async t => {
    const folder = await temporaryFolder(t);
    const stale = { platform: process.platform, arch: process.arch, sources: 'older' };
    await writeFile(join(folder, fileNames.record), JSON.stringify(stale));
    await writeFile(join(folder, fileNames.binary), '');
    const env = { ...withoutTensorflow, DEGRADATION_LAB_NATIVE: folder };
    const args = smallRun(folder, '--engine', 'auto', '--kinds', 'plain', '--epochs', '1');
    const { code, stderr } = await runHere(args, env);
    t.is(code, 0);
    t.regex(stderr, /1 run; engine wasm/);
    t.regex(
      stderr,
      /^engine native was passed over: its kernels were built from other sources .*build:native$/m,
    );
  },
);

test('every engine has a line of what it is, and one of what it is made of or lacks', t => {
  const versions = { node: '20.19.0', kernels: 'avx2' };
  const text = describeSurvey({
    auto: 'native',
    engines: [
      { candidate: 'tensorflow-gpu', available: false, reason: 'it sees no GPU' },
      {
        candidate: 'native',
        available: true,
        engine: { name: 'native', device: 'cpu', threads: 2, arithmetic: 'native-avx2-01234567', versions },
      },
    ],
  });
  t.is(
    text,
    'tensorflow on a GPU – not available\n  it sees no GPU\n' +
      'native: compiled kernels – auto takes it here\n' +
      '  cpu, 2 threads, node 20.19.0, kernels avx2, arithmetic native-avx2-01234567',
  );
});
