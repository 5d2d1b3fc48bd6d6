/*
 * What is used of pg-boss 12 and pg 8, which are not installed where nobody has a queue.
 */

export type Row = Readonly<Record<string, unknown>>;

export interface ClientOptions {
  readonly connectionString: string;
  readonly application_name?: string;
  readonly keepAlive?: boolean;
  readonly connectionTimeoutMillis?: number;
  readonly query_timeout?: number;
}

export interface Client {
  connect(): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: Row[] }>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): void;
}

/** How pg-boss is lent a connection. */
export interface Executor {
  executeSql(text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>;
}

export interface BossOptions {
  readonly db: Executor;
  readonly schema: string;
  readonly supervise?: boolean;
  readonly schedule?: boolean;
  readonly migrate?: boolean;
  readonly createSchema?: boolean;
  readonly superviseIntervalSeconds?: number;
  readonly monitorIntervalSeconds?: number;
  readonly registerInstance?: boolean;
}

/** A job, as often as it was taken by then: what a worker that lost it cannot name any more. */
export interface Attempt {
  readonly id: string;
  readonly retryCount: number;
}

export interface Job extends Attempt {
  readonly data: { readonly run: string };
  readonly priority: number;
}

export interface JobOptions {
  readonly priority?: number;
  readonly db?: Executor;
}

export interface QueueSettings {
  readonly heartbeatSeconds: number;
  readonly expireInSeconds: number;
  readonly retryLimit: number;
  readonly retryDelay: number;
  readonly retryBackoff: boolean;
  readonly retentionSeconds: number;
  readonly deadLetter?: string;
}

interface Settled {
  readonly affected: number;
}

export interface Boss {
  start(): Promise<unknown>;
  stop(options: { readonly graceful: boolean }): Promise<void>;
  on(event: 'error' | 'warning', listener: (error: Error) => void): void;
  createQueue(name: string, options?: Partial<QueueSettings>): Promise<void>;
  supervise(name?: string): Promise<void>;
  send(name: string, data: object, options: JobOptions): Promise<string | null>;
  insert(
    name: string,
    jobs: readonly { readonly id: string; readonly data: object; readonly priority: number }[],
    options: { readonly db: Executor },
  ): Promise<unknown>;
  fetch(
    name: string,
    options: { readonly includeMetadata: true; readonly batchSize: number },
  ): Promise<Job[]>;
  touch(name: string, job: Attempt, options?: { readonly db: Executor }): Promise<Settled>;
  complete(
    name: string,
    job: Attempt,
    data: object | null,
    options: { readonly db: Executor },
  ): Promise<Settled>;
  fail(name: string, job: Attempt, data: object, options: { readonly db: Executor }): Promise<Settled>;
  cancel(name: string, ids: readonly string[], options: { readonly db: Executor }): Promise<Settled>;
}
