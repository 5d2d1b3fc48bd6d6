import { loadPackages } from './packages.js';
import type { Boss, Client, Executor, Row } from './types.ts';

/** Where pg-boss has its tables, apart from all others of the database. */
export const BOSS_SCHEMA = 'degradation_lab_jobs';

/**
 * For both sides of a connection: the server does not wait for a client that was cut off in a transaction, whose locks would
 * keep others from taking its run over; and no client waits for a server for ever.
 */
const SESSION = [
  "set idle_in_transaction_session_timeout = '8s'",
  "set statement_timeout = '20s'",
  "set lock_timeout = '15s'",
  "set tcp_user_timeout = '10s'",
];

/** One connection to the database, opened when it is needed and again after it broke. */
export class Connection implements Executor {
  readonly #url: string;
  readonly #name: string;
  readonly #patient: boolean;
  #client: Promise<Client> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #boss: Promise<Boss> | null = null;

  /**
   * @param name that administrators see
   * @param patient for statements that nobody waits for: they may take minutes, and hold no locks that matter
   */
  constructor(url: string, name: string, patient = false) {
    this.#url = url;
    this.#name = name;
    this.#patient = patient;
  }

  /** pg-boss on this connection; it keeps nothing running. */
  boss(): Promise<Boss> {
    this.#boss ??= startBoss(this).catch(error => {
      this.#boss = null;
      throw error;
    });
    return this.#boss;
  }

  executeSql(text: string, values: readonly unknown[] = []): Promise<{ rows: Row[] }> {
    return this.#alone(client => client.query(text, values));
  }

  async query<T = Row>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.executeSql(text, values)).rows as T[];
  }

  /** All of it or nothing; nobody else uses the connection meanwhile. */
  transaction<T>(action: (db: Executor) => Promise<T>): Promise<T> {
    return this.#alone(async client => {
      await client.query('begin');
      try {
        const result = await action({ executeSql: (text, values) => client.query(text, values) });
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => {});
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await this.#boss?.then(boss => boss.stop({ graceful: false })).catch(() => {});
    await client?.then(open => open.end()).catch(() => {});
  }

  /** One after the other: what belongs to a transaction must not meet what does not. */
  #alone<T>(action: (client: Client) => Promise<T>): Promise<T> {
    const next = this.#turn.then(async () => {
      this.#client ??= this.#open();
      const opening = this.#client;
      try {
        return await action(await opening);
      } catch (error) {
        if (isBroken(error) && this.#client === opening) {
          this.#client = null;
          opening.then(client => client.end()).catch(() => {});
        }
        throw error;
      }
    });
    this.#turn = next.catch(() => {});
    return next;
  }

  async #open(): Promise<Client> {
    const { Client } = await loadPackages();
    const client = new Client({
      connectionString: this.#url,
      application_name: this.#name,
      keepAlive: true,
      connectionTimeoutMillis: this.#patient ? 60_000 : 10_000,
      ...(!this.#patient && { query_timeout: 25_000 }),
    });
    // It is met by whoever asks next.
    client.on('error', () => {
      this.#client = null;
    });
    await client.connect();
    for (const statement of this.#patient ? [] : SESSION) await client.query(statement);
    return client;
  }
}

async function startBoss(db: Executor): Promise<Boss> {
  const { PgBoss } = await loadPackages();
  const boss = new PgBoss({
    db,
    schema: BOSS_SCHEMA,
    supervise: false,
    schedule: false,
    migrate: false,
    createSchema: false,
    registerInstance: false,
    monitorIntervalSeconds: 1,
  });
  boss.on('error', () => {});
  boss.on('warning', () => {});
  await boss.start();
  return boss;
}

/** Of Node.js: no such host, nobody there, cut off. */
const NETWORK = /^(E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_)\w*|ENOTFOUND)$/;
/**
 * Of the server: connection exceptions, its end, a session or statement that took too long, or waited too long for a lock; no
 * room on its disk, no memory, no connection left; two transactions that met.
 */
const SERVER = /^(08\w{3}|57P\d{2}|25P03|57014|55P03|53\w{3}|40\w{3})$/;
/** Of the client, which has no codes. */
const CLIENT =
  /^(Connection terminated|Client (has encountered|was closed)|Query read timeout|timeout expired)/;

/** Whether an error is of the way to the database, so that the same may succeed later. */
export function isBroken(error: unknown): boolean {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  if (typeof code === 'string') return NETWORK.test(code) || SERVER.test(code);
  return CLIENT.test(message);
}
