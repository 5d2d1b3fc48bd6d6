import test from 'ava';
import { atQueue } from '../../src/queue/explain.ts';
import { UsageError } from '../../src/usage-error.ts';

const url = 'postgres://lab:hunter2@db.example/lab?sslmode=verify-full';
const refusing = (message: string, more: object) =>
  atQueue(url, () => Promise.reject(Object.assign(new Error(message), more)));

for (const [what, more, told] of [
  [
    'unable to verify the first certificate',
    { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    /certificate\. .*sslrootcert=FILE$/,
  ],
  [
    "Hostname/IP does not match certificate's altnames",
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    /altnames\. The address has to name the host/,
  ],
  [
    'permission denied for database lab',
    { code: '42501', severity: 'ERROR' },
    /for database lab\. .*npm run suite -- queue init/,
  ],
  [
    'permission denied for schema degradation_lab',
    { code: '42501', severity: 'ERROR' },
    /for schema degradation_lab\. .*many-machines\.md has the grants$/,
  ],
  [
    'password authentication failed for user "lab"',
    { code: '28P01', severity: 'FATAL' },
    /failed for user "lab"$/,
  ],
  // Of a name that stands for several addresses, Node.js says no more.
  ['', { code: 'ECONNREFUSED' }, /: ECONNREFUSED$/],
] as const) {
  test(`${what || more.code} is told with the address, without its password`, async t => {
    const { message } = (await t.throwsAsync(refusing(what, more)))!;
    t.true(message.startsWith('the queue postgres://lab@db.example/lab: '), message);
    t.regex(message, told);
    t.false(message.includes('hunter2'));
  });
}

test('what is not of the database is told as it is', async t => {
  for (const error of [new UsageError('no'), Object.assign(new Error('full'), { code: 'ENOSPC' })])
    t.is(await t.throwsAsync(atQueue(url, () => Promise.reject(error))), error);
  t.is(await atQueue(url, async () => 3), 3);
});
