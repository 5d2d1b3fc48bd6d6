import { readFileSync } from 'node:fs';
import test from 'ava';
import { isBroken } from '../../src/queue/connection.ts';
import { whyNoQueue } from '../../src/queue/packages.js';
import { queueUrl, withoutSecrets } from '../../src/queue/url.ts';
import { UsageError } from '../../src/usage-error.ts';

const SECRET = 'hunter2';

test('the address comes from the option, or else from the environment, which may hold a password', t => {
  const DEGRADATION_LAB_QUEUE = `postgres://lab:${SECRET}@db/lab?sslmode=require`;
  t.is(queueUrl(undefined, { DEGRADATION_LAB_QUEUE }), DEGRADATION_LAB_QUEUE);
  t.is(queueUrl('postgresql://lab@other/lab', { DEGRADATION_LAB_QUEUE }), 'postgresql://lab@other/lab');
});

for (const url of [`postgres://lab:${SECRET}@db/lab`, `postgres://lab@db/lab?password=${SECRET}`]) {
  test(`a password in a command line is refused, and not told: ${url.replace(SECRET, '…')}`, t => {
    const { message } = t.throws(() => queueUrl(url, {}), { instanceOf: UsageError });
    t.regex(message, /--queue holds a password, .* DEGRADATION_LAB_QUEUE$/);
    t.false(message.includes(SECRET));
  });
}

test('what is no address of a database is refused, and not told, since it may hold one all the same', t => {
  for (const url of ['', 'db/lab', `mysql://lab:${SECRET}@db/lab`, `//lab:${SECRET}@db`]) {
    const { message } = t.throws(() => queueUrl(undefined, { DEGRADATION_LAB_QUEUE: url }), {
      instanceOf: UsageError,
    });
    t.true(message.includes('DEGRADATION_LAB_QUEUE') && !message.includes(SECRET), message);
  }
  t.throws(() => queueUrl(undefined, {}), { message: /^no queue is named: --queue/ });
});

test('what people read of an address has no password and no options', t => {
  t.is(
    withoutSecrets(`postgres://lab:${SECRET}@db:5433/lab?password=${SECRET}`),
    'postgres://lab@db:5433/lab',
  );
  t.is(withoutSecrets('postgres://db/lab'), 'postgres://db/lab');
});

test('a version of Node.js that is too old for queues is named with the one that is needed', t => {
  for (const version of ['20.19.0', '22.11.0'])
    t.regex(whyNoQueue(version) ?? '', /Node\.js 22\.12 or later/);
  for (const version of ['22.12.0', '24.0.0']) t.notRegex(whyNoQueue(version) ?? '', /Node\.js/);
});

test('what is installed for queues is the version that the package names', t => {
  const { scripts, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  t.true(scripts['install:queue'].endsWith(` pg-boss@${peerDependencies['pg-boss']}`));
});

test('an error of the way to the database is told from all others', t => {
  const coded = (code: string) => Object.assign(new Error(''), { code });
  for (const code of [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
    '57P01',
    '08006',
    '25P03',
  ])
    t.true(isBroken(coded(code)), code);
  const passing = { 'disk full': '53100', 'too many connections': '53300', deadlock: '40P01', lock: '55P03' };
  for (const [what, code] of Object.entries(passing)) t.true(isBroken(coded(code)), what);
  for (const message of ['Connection terminated unexpectedly', 'Query read timeout', 'timeout expired'])
    t.true(isBroken(new Error(message)), message);
  for (const error of [coded('42501'), coded('23505'), coded('ENOENT'), new TypeError('x is not a function')])
    t.false(isBroken(error), String(error));
});
