import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { CommandError, run } from '../../native/tensorflow/command.ts';
import { NotPossibleHereError } from '../../native/tensorflow/errors.ts';
import { findCompiler, findPython, requireSpace, wheelFor } from '../../native/tensorflow/preconditions.ts';
import { unpackWheel, wheels } from '../../native/tensorflow/wheel.ts';
import { temporaryFolder } from '../data/fixtures.ts';

const wheel = wheels['linux-x64']!;
const { signal } = new AbortController();

test('each platform has one wheel, pinned by its hash', t => {
  t.is(wheelFor('linux', 'x64', '2.27'), wheel);
  t.is(wheelFor('linux', 'x64', '2.36'), wheel);
  for (const { sha256 } of Object.values(wheels)) t.regex(sha256, /^[0-9a-f]{64}$/);
});

for (const [what, machine, message] of [
  ['another system', ['darwin', 'arm64', undefined], /installs on linux-x64; this machine is darwin-arm64/],
  ['another processor', ['linux', 'arm64', '2.36'], /this machine is linux-arm64.* use --engine wasm/],
  ['an old C library', ['linux', 'x64', '2.17'], /needs glibc 2\.27 or later; this machine has glibc 2\.17/],
  ['an older major version of it', ['linux', 'x64', '1.99'], /has glibc 1\.99/],
  ['another C library', ['linux', 'x64', undefined], /this machine has another C library/],
] as const) {
  test(`${what} is refused, with what was found and what to do`, t => {
    const [platform, arch, glibc] = machine;
    t.throws(() => wheelFor(platform, arch, glibc), { instanceOf: NotPossibleHereError, message });
  });
}

test('a machine without Python, pip or a compiler is told what to install', async t => {
  const folder = await temporaryFolder(t);
  const python = await executable(folder, 'python-without-pip', 'echo "No module named pip" >&2; exit 1');
  await t.throwsAsync(findPython({ PATH: folder }), {
    instanceOf: NotPossibleHereError,
    message:
      /no Python with pip was found \(python3 cannot be started \(ENOENT\); python cannot be started \(ENOENT\)\)\. Install .*PYTHON/,
  });
  await t.throwsAsync(findPython({ ...process.env, PYTHON: python }), {
    message: /python-without-pip: No module named pip\)/,
  });
  await t.throwsAsync(findCompiler({ PATH: folder }), {
    instanceOf: NotPossibleHereError,
    message: /no C\+\+ compiler was found \(c\+\+ .*; g\+\+ .*; clang\+\+ .*\)\. Install .*CXX/,
  });
});

test('a disk that is too full is refused before anything is fetched', t => {
  t.throws(() => requireSpace('/somewhere', 1.23), { message: /\/somewhere has 1\.2 GB .* 2 GB are needed/ });
  t.notThrows(() => requireSpace('/somewhere', 2));
});

test('pip is asked for exactly one file, by its hash', async t => {
  const folder = await temporaryFolder(t);
  const python = await executable(folder, 'python', `printf '%s\\n' "$@" > "${folder}/arguments"`);
  t.is(await unpackWheel(wheel, python, folder, signal), join(folder, 'wheel', 'tensorflow'));
  const requirement = await readFile(join(folder, 'requirements.txt'), 'utf8');
  t.is(requirement, `${wheel.project}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const args = (await readFile(join(folder, 'arguments'), 'utf8')).trim().split('\n');
  for (const option of ['--require-hashes', '--no-deps', '--only-binary=:all:', ...wheel.tags]) {
    t.true(args.includes(option), option);
  }
});

test('a wheel out of reach makes the installation impossible here; a wheel with another hash makes it fail', async t => {
  const none = await pipThatSays(t, 'ERROR: No matching distribution found for tensorflow-cpu==2.21.0');
  t.true(none instanceof NotPossibleHereError);
  t.regex(
    (none as Error).message,
    /cannot fetch tensorflow-cpu 2\.21\.0 \(manylinux.*\): ERROR: No matching .*PIP_/,
  );
  const other = await pipThatSays(
    t,
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
  );
  t.true(other instanceof CommandError);
  const broken = await pipThatSays(t, 'no such option: --require-hashes');
  t.true(broken instanceof CommandError);
});

test('a command that fails is told of with its end and its last words', async t => {
  const error = await t.throwsAsync(run('sh', ['-c', 'echo out; echo err >&2; exit 3']), {
    instanceOf: CommandError,
  });
  t.is(error.message, 'sh ended with exit code 3');
  t.deepEqual(error.said.split('\n').sort(), ['err', 'out']);
  t.is(await run('sh', ['-c', 'echo out']), 'out\n');
});

test('an aborted command is ended, and only then the reason is thrown', async t => {
  const folder = await temporaryFolder(t);
  const reason = new Error('interrupted');
  const controller = new AbortController();
  const script = `trap 'kill $!; sleep 0.3; touch "${folder}/ended"; exit 1' TERM; touch "${folder}/begun"; sleep 60 & wait`;
  const running = run('sh', ['-c', script], { signal: controller.signal });
  while (!existsSync(join(folder, 'begun'))) await delay(10);
  controller.abort(reason);
  t.is(await t.throwsAsync(running), reason);
  t.true(existsSync(join(folder, 'ended')));
});

async function pipThatSays(t: ExecutionContext, text: string): Promise<unknown> {
  const folder = await temporaryFolder(t);
  const python = await executable(folder, 'python', `echo '${text}' >&2; exit 1`);
  return unpackWheel(wheel, python, folder, signal).catch(error => error);
}

async function executable(folder: string, name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
