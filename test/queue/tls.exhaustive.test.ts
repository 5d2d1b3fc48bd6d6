import { execFile, execFileSync } from 'node:child_process';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { Connection } from '../../src/queue/connection.ts';
import { laneOf, submit } from '../../src/queue/lane.ts';
import { createTables } from '../../src/queue/tables.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { epochRow, id, record } from '../results/fixtures.ts';
import { until } from '../suite/fixtures.ts';
import { startPostgres, whyNoPostgres } from './postgres.ts';

const SECRET = 'hunter2';

const skipped = ((): string | null => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return whyNoPostgres;
  } catch {
    return 'there is no openssl (Debian: apt-get install openssl)';
  }
})();
const serial = skipped ? test.serial.skip : test.serial;

/** A certificate that vouches for itself, for this machine by both of its names. */
async function certificate(folder: string, name: string): Promise<{ cert: string; key: string }> {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  return { cert, key };
}

/** A server that lets the role `lab` in with its password, and by TLS alone. */
async function startSecured(t: ExecutionContext) {
  const folder = await mkdtemp(join(tmpdir(), 'degradation-lab-tls-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const [own, other] = [await certificate(folder, 'own'), await certificate(folder, 'other')];
  if (process.getuid?.() === 0) await chown(own.key, 65_534, 65_534);
  const postgres = await startPostgres({
    settings: ['ssl=on', `ssl_cert_file=${own.cert}`, `ssl_key_file=${own.key}`],
    access: ['hostssl all lab 127.0.0.1/32 scram-sha-256', 'hostnossl all lab 127.0.0.1/32 reject'],
  });
  t.teardown(() => postgres.end());
  const owner = await postgres.database();
  const connection = new Connection(owner, 'test', true);
  await connection.query(`create role lab superuser login password '${SECRET}'`);
  await connection.close();
  const url = (options: string, password = SECRET) =>
    `${owner.replace('postgres@', `lab:${password}@`)}?${options}`;
  return { url, own: own.cert, other: other.cert, owner };
}

serial(
  `options of the address decide how a connection is secured, and its password is in no error${skipped ? `: skipped, ${skipped}` : ''}`,
  async t => {
    const { url, own, other } = await startSecured(t);
    const open = async (address: string) => {
      const connection = new Connection(address, 'test');
      try {
        const [row] = await connection.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
        return row!.ssl;
      } finally {
        await connection.close();
      }
    };
    t.true(await open(url(`sslmode=verify-full&sslrootcert=${own}`)));
    t.true(await open(url('sslmode=no-verify')));
    for (const [address, reason] of [
      [url('sslmode=disable'), /no encryption/],
      [url(''), /no encryption/],
      [url('sslmode=verify-full'), /self-signed certificate/],
      [url(`sslmode=verify-full&sslrootcert=${other}`), /self-signed certificate/],
      [url(`sslmode=verify-full&sslrootcert=${own}`, `${SECRET}3`), /password authentication failed/],
    ] as const) {
      const { message } = (await t.throwsAsync(open(address), { message: reason }))!;
      t.false(message.includes(SECRET), message);
    }
  },
);

serial(
  `all that a worker sends is secured, the signs of life of its thread, too${skipped ? `: skipped, ${skipped}` : ''}`,
  async t => {
    const { url, own, owner } = await startSecured(t);
    const address = url(`sslmode=verify-full&sslrootcert=${own}`);
    await createTables(address);
    const connection = new Connection(address, 'degradation-lab follower');
    t.teardown(() => connection.close());
    const runs = [{ id, config: JSON.stringify(record().config), files: [] }];
    await submit(connection, { experiment: 'tiny', version: 'abc', runs, files: [] });
    const lane = laneOf('tiny', 'abc');
    const [job] = await (await connection.boss()).fetch(lane, { includeMetadata: true, batchSize: 1 });
    const { id: jobId, retryCount } = job!;
    const store = new PostgresStore(
      { type: 'postgres', lane, job: { id: jobId, retryCount }, holder: 'test' },
      address,
    );
    t.teardown(() => store.close());
    const claim = await store.claim({ experiment: 'tiny', id }, 'wasm');
    if (claim.type !== 'taken') return t.fail(claim.type);
    t.teardown(() => claim.run.release());
    await claim.run.load();
    await claim.run.keep({ rows: [['epochs', [epochRow(0)]]] });
    const watcher = new Connection(owner, 'test', true);
    t.teardown(() => watcher.close());
    const connected = () =>
      watcher.query<{ name: string; ssl: boolean }>(
        `select application_name as name, ssl from pg_stat_activity join pg_stat_ssl using (pid)
         where usename = 'lab' order by 1`,
      );
    const names = ['degradation-lab follower', 'degradation-lab heartbeat', 'degradation-lab worker'];
    await until(async () => (await connected()).length === names.length);
    t.deepEqual(
      await connected(),
      names.map(name => ({ name, ssl: true })),
    );
  },
);
