import { execFile } from 'node:child_process';
import { basename, join } from 'node:path';
import test from 'ava';
import { contestants } from '../../bench/contestants.ts';
import { NETWORKS, networkName } from '../../bench/networks.ts';
import { parsePlan } from '../../bench/options.ts';
import type { EngineDescriptor } from '../../src/engine/descriptor.ts';
import { engines } from '../../src/engine/registry.ts';
import { root } from '../cli/fixtures.ts';

test('without options everything takes part; PyTorch says what it needs', t => {
  const { rounds, networks, contestants, out } = parsePlan([]);
  t.deepEqual({ rounds, networks, out }, { rounds: 7, networks: NETWORKS, out: 'bench/results.md' });
  const torch = contestants.filter(({ name }) => name.startsWith('torch'));
  t.is(torch.length, 14);
  for (const contestant of torch) t.regex('reason' in contestant ? contestant.reason : '', /--python PATH/);
  t.deepEqual(
    contestants.filter(contestant => !('reason' in contestant)).map(({ name }) => name),
    ['tensorflow-1', 'tensorflow-2', 'native-1', 'native-2', 'wasm'],
  );
});

test('an engine takes part because it is one, with several threads where it can use them', t => {
  const engine = (changes: Partial<EngineDescriptor>): EngineDescriptor => ({ ...engines[0]!, ...changes });
  const sharing = (threads: 'one' | 'fixed') => ({ runs: 'one', threads }) as const;
  const known = [
    engine({ name: 'abacus', sharing: sharing('one') }),
    engine({ name: 'looms', device: 'gpu', sharing: sharing('fixed') }),
    engine({ name: 'looms', device: 'cpu', sharing: sharing('fixed') }),
    engine({ name: 'pencil', automatic: false }),
  ];
  const own = contestants(undefined, [], known).filter(contestant => 'args' in contestant);
  t.deepEqual(
    own.map(({ name, args }) => [name, ...args.slice(-2)]),
    [
      ['abacus', 'abacus', '1'],
      ['looms-1', 'looms', '1'],
      ['looms-2', 'looms', '2'],
    ],
  );
});

test('engines of other checkouts take part beside this one’s, by the names of their folders', t => {
  const { contestants } = parsePlan(['--against', root, '--contestants', 'native-1']);
  t.deepEqual(
    contestants.map(({ name }) => name),
    ['native-1', `native-1@${basename(root)}`],
  );
  const [, other] = contestants;
  t.true(
    'args' in other! && other.args.includes(join(root, 'bench/tfjs-worker.ts')) && other.folder === root,
  );
});

test('parts of names choose networks and contestants', t => {
  const args = ['--networks', 'plain-56', '--contestants', 'wasm,compile-nchw', '--python', 'python3'];
  const { networks, contestants } = parsePlan(args);
  t.deepEqual(networks.map(networkName), ['plain-56-32px-w16', 'plain-56-16px-w8']);
  t.deepEqual(
    contestants.map(({ name }) => name),
    ['wasm', 'torch-compile-nchw-1', 'torch-compile-nchw-2'],
  );
  const [, one] = contestants;
  t.true(
    'args' in one! &&
      one.command === 'python3' &&
      one.args.join(' ').endsWith('--threads 1 --layout nchw --compile default'),
  );
});

const mistakes: [title: string, args: string[], ...says: string[]][] = [
  ['an option that is close to one', ['--round', '3'], "'--round'", '--rounds'],
  ['rounds that are no number', ['--rounds', 'many'], '--rounds', "'many'", '1 or more'],
  ['a network that is none', ['--networks', 'plain-57'], '--networks "plain-57"', 'plain-56-16px-w8'],
  ['a contestant that is none', ['--contestants', 'wsm'], '--contestants "wsm"', 'Did you mean "wasm"?'],
  ['a checkout that is none', ['--against', '/nowhere'], '--against', '/nowhere', 'another checkout'],
  ['an empty name', ['--contestants', 'wasm,'], '--contestants', 'separated by commas'],
  ['an argument too many', ['fast'], 'too many arguments'],
  [
    'a page in no folder',
    ['--out', '/nowhere/results.md'],
    '--out /nowhere/results.md',
    'a folder that exists',
  ],
];

for (const [title, args, ...says] of mistakes) {
  test.serial(`${title}: exit code 2 and one clear message`, async t => {
    const { code, stdout, stderr } = await run(args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /^error: /);
    t.notRegex(stderr, /^\s+at |node:internal/m);
    for (const part of says) t.true(stderr.includes(part), `${stderr} lacks ${part}`);
  });
}

test.serial('help lists networks and contestants, with exit code 0', async t => {
  const { code, stdout } = await run(['--help']);
  t.is(code, 0);
  for (const part of ['--rounds', '--python', 'residual-20-32px-w16', 'torch-compile-channels_last-2'])
    t.true(stdout.includes(part), part);
});

function run(args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise(resolve => {
    const script = ['--import', 'tsx', join(root, 'bench/run.ts')];
    execFile(process.execPath, [...script, ...args], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}
