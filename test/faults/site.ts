import assert from 'node:assert/strict';
import { Connection } from '../../src/queue/connection.ts';
import { whyNoQueue } from '../../src/queue/packages.js';
import { type Postgres, type PostgresOptions, startPostgres, whyNoPostgres } from '../queue/postgres.ts';
import { until } from '../suite/fixtures.ts';
import type { Child, Surroundings } from './child.ts';
import { isAsUndisturbed, planIn } from './reference.ts';
import { endsWell, type Round } from './round.ts';

/** Where the runs of one round are kept, and trained by any number of processes. */
export interface Site {
  /** Starts somebody who trains, one run at a time, until nothing is left. */
  trainer(surroundings?: Surroundings): Child;
  /** When all who train have ended: compares what they leave. */
  isComplete(): Promise<void>;
}

/** A folder that suites share; who is gone is noticed sooner than usual. */
export class FolderSite implements Site {
  readonly folder: string;
  readonly #round: Round;

  constructor(round: Round) {
    this.#round = round;
    this.folder = round.folder;
  }

  /** @param plan options of another than the usual one */
  trainer({ env, ...surroundings }: Surroundings = {}, ...plan: readonly string[]): Child {
    return this.#round.start(planIn(this.folder, ...plan), {
      ...surroundings,
      env: { DEGRADATION_LAB_TAKEOVER_SECONDS: '2', ...env },
    });
  }

  isComplete(): Promise<void> {
    return isAsUndisturbed(this.folder, []);
  }
}

/** `QUEUE_NODE` names one that pg-boss is made for, where this process has another. */
const node = process.env.QUEUE_NODE ?? process.execPath;

/** Why there can be no queue here; null where there can. */
export function whyNoQueueSite(): string | null {
  return whyNoPostgres ?? (process.env.QUEUE_NODE ? null : whyNoQueue());
}

/** A queue with a submitter, whom workers serve. */
export class QueueSite implements Site {
  readonly postgres: Postgres;
  readonly url: string;
  readonly submitter: Child;
  readonly #round: Round;
  readonly #plan: readonly string[];

  private constructor(round: Round, postgres: Postgres, url: string, plan: readonly string[]) {
    this.#round = round;
    this.#plan = plan;
    this.postgres = postgres;
    this.url = url;
    this.submitter = this.submit(round.folder, ...plan);
  }

  /** @param plan options of what is submitted */
  static async open(
    round: Round,
    options?: PostgresOptions,
    plan: readonly string[] = [],
  ): Promise<QueueSite> {
    const postgres = await startPostgres(options);
    round.afterwards(() => postgres.end());
    const site = new QueueSite(round, postgres, await postgres.database(), plan);
    await site.areSubmitted(site.submitter);
    return site;
  }

  /** Submits a plan, or another, and follows it. */
  submit(folder: string, ...plan: readonly string[]): Child {
    const env = { DEGRADATION_LAB_QUEUE: this.url };
    return this.#round.start([...planIn(folder, ...plan), '--queue'], { node, env });
  }

  /** Its runs are in the queue, or were there before. */
  async areSubmitted(submitter: Child): Promise<void> {
    await until(
      () =>
        submitter.hasEnded ||
        submitter.events.some(event => event.type === 'note' && event.text.includes('in the queue')),
    );
  }

  trainer({ env, ...surroundings }: Surroundings = {}, ...more: readonly string[]): Child {
    const args = ['work', '--engine', 'wasm', '--workers', '1', '--until-done', '--json', ...more];
    const queue = { DEGRADATION_LAB_QUEUE: this.url };
    return this.#round.start(args, { node, ...surroundings, env: { ...queue, ...env } });
  }

  async isComplete(): Promise<void> {
    await endsWell(this.submitter);
    await isAsUndisturbed(this.#round.folder, this.#plan);
    await this.isAtRest();
  }

  /** Nobody has a job, and nothing is kept that is needed no more. */
  async isAtRest(): Promise<void> {
    const connection = new Connection(this.url, 'test', true);
    try {
      const [left] = await connection.query(
        `select (select count(*)::int from degradation_lab_jobs.job
                 where name <> 'given-up' and state in ('created', 'retry', 'active')) as jobs,
           (select count(*)::int from degradation_lab.run where checkpoint is not null) as checkpoints`,
      );
      assert.deepEqual(left, { jobs: 0, checkpoints: 0 });
    } finally {
      await connection.close();
    }
  }
}
