import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '../../src/queue/connection.ts';
import { whyNoQueue } from '../../src/queue/packages.js';
import { until } from '../suite/fixtures.ts';

const binaries = ((): string | null => {
  try {
    const root = '/usr/lib/postgresql';
    const [latest] = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    execFileSync(join(root, latest!, 'bin/initdb'), ['--version'], { stdio: 'ignore' });
    return join(root, latest!, 'bin');
  } catch {
    return null;
  }
})();

/** Why there can be no database with a queue here; null where there can. */
export const whyNoPostgres =
  binaries === null ? 'there is no initdb (Debian: apt-get install postgresql)' : whyNoQueue('22.12.0');

export interface Postgres {
  readonly url: string;
  /** Its folder of data; a log that its settings ask for lies in `log`. */
  readonly data: string;
  /** Of the same server, another empty database. */
  database(): Promise<string>;
  readonly isRunning: boolean;
  /** Ends it: `fast` in good order, `immediate` as if it had crashed. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  start(): Promise<void>;
  /** Ends it, and removes all. */
  end(): Promise<void>;
}

export interface PostgresOptions {
  /** As in its file of settings: `ssl=on`. */
  readonly settings?: readonly string[];
  /** Where it listens. */
  readonly host?: string;
  /** Who may connect, and how, besides those of this machine: lines of its file. */
  readonly access?: readonly string[];
  /** An empty folder for it and its data; absent: a new one. */
  readonly folder?: string;
}

/** A real server, of a user that may be none but an ordinary one. */
export async function startPostgres({
  settings: more = [],
  host = '127.0.0.1',
  access = [],
  folder: given,
}: PostgresOptions = {}): Promise<Postgres> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'degradation-lab-postgres-')));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(folder, 65_534, 65_534);
  const words = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : ['env'];
  const data = join(folder, 'data');
  const initdb = [
    ...['initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '--locale=C.UTF-8'],
    '--wal-segsize=1',
  ];
  const [first, ...rest] = [...words, join(binaries!, initdb[0]!), ...initdb.slice(1)];
  await promisify(execFile)(first!, rest, { cwd: '/' });
  // The first line that fits counts.
  const accessFile = join(data, 'pg_hba.conf');
  if (access.length > 0)
    await writeFile(accessFile, `${access.join('\n')}\n${await readFile(accessFile, 'utf8')}`);
  const port = await freePort();
  let server: ChildProcess;
  let databases = 0;
  const url = (name: string) => `postgres://postgres@${host}:${port}/${name}`;
  const postgres: Postgres = {
    url: url('postgres'),
    data,
    async start() {
      const settings = [
        `listen_addresses=${host}`,
        `port=${port}`,
        'fsync=off',
        'max_connections=200',
        ...more,
      ];
      const arguments_ = ['-D', data, '-k', folder, ...settings.flatMap(one => ['-c', one])];
      const [program, ...others] = [...words, join(binaries!, 'postgres'), ...arguments_];
      server = spawn(program!, others, { cwd: '/', stdio: 'ignore' });
      const connection = new Connection(url('postgres'), 'test', true);
      await until(() =>
        connection.query('select 1').then(
          () => true,
          () => false,
        ),
      );
      await connection.close();
    },
    get isRunning() {
      return server.exitCode === null && server.signalCode === null;
    },
    async stop(how) {
      if (!postgres.isRunning) return;
      const closed = once(server, 'exit');
      server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await closed;
    },
    async database() {
      const name = `lab${++databases}`;
      const connection = new Connection(url('postgres'), 'test', true);
      await connection.query(`create database ${name}`);
      await connection.close();
      return url(name);
    },
    async end() {
      await postgres.stop('immediate');
      await rm(given ? data : folder, { recursive: true, force: true });
    },
  };
  await postgres.start();
  return postgres;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
