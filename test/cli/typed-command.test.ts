import { execFileSync } from 'node:child_process';
import test from 'ava';
import { resumeCommand, typedCommand } from '../../src/cli/typed-command.ts';

test('a command line is told as it was typed', t => {
  t.is(typedCommand(['run', 'x', '--preset', 'smoke'], 'suite'), 'npm run suite -- run x --preset smoke');
  t.is(typedCommand(['run', 'x', '--epochs=3'], 'exp:x'), 'npm run exp:x -- --epochs=3');
  t.is(typedCommand(['run', 'x'], 'exp:x'), 'npm run exp:x');
  t.is(typedCommand([], 'suite'), 'npm run suite');
});

test('started by something else than its own scripts, it is told as the suite', t => {
  for (const script of [undefined, 'test', 'npx']) {
    t.is(typedCommand(['run', 'x'], script), 'npm run suite -- run x');
  }
});

test('a shell reads every argument as it was', t => {
  const args = ['a b', "it's", '$HOME', '*', '', 'a;b', '"', '--results', '/tmp/x y'];
  const [, typed] = typedCommand(['run', ...args]).split(' -- run ');
  const read = execFileSync('sh', ['-c', `printf '%s\\n' ${typed}`], { encoding: 'utf8' });
  t.deepEqual(read.split('\n').slice(0, -1), args);
});

test('going on does not begin again', t => {
  const args = ['run', 'x', '--fresh', '--yes', '--workers', '1'];
  t.is(resumeCommand(args, 'exp:x'), 'npm run exp:x -- --workers 1');
});
