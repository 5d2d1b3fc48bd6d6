import { randomUUID } from 'node:crypto';
import type { Connection } from './connection.ts';
import type { Boss, QueueSettings } from './types.ts';

/** Jobs that were given up after repeated crashes end there. */
const GIVEN_UP = 'given-up';

const SETTINGS: QueueSettings = {
  // The least that pg-boss allows; workers give one every three seconds.
  heartbeatSeconds: 10,
  // The most that it allows; what takes longer is handed on.
  expireInSeconds: 24 * 3600 - 1,
  retryLimit: 5,
  retryDelay: 5,
  retryBackoff: true,
  // Until then a run may wait for a worker.
  retentionSeconds: 90 * 24 * 3600,
  deadLetter: GIVEN_UP,
};

/** What a lane is called, and its queue of jobs: the runs of an experiment from one version of this program. */
export function laneOf(experiment: string, version: string, code = false): string {
  return `${experiment}.${version}${code ? '.code' : ''}`;
}

export interface SubmittedRun {
  readonly id: string;
  /** Canonical JSON of the configuration. */
  readonly config: string;
  /** SHA-256 of files of a user's own whose regularizers it may name. */
  readonly files: readonly string[];
}

export interface SubmittedFile {
  readonly sha256: string;
  /** Relative to the checkout: what it imports is found from there. */
  readonly path: string;
  readonly content: Buffer;
}

export interface Submission {
  readonly experiment: string;
  readonly version: string;
  /** That all runs of the lane shall have; absent: of whoever takes the first. */
  readonly asked?: string | undefined;
  /** In the order in which they should be started. */
  readonly runs: readonly SubmittedRun[];
  readonly files: readonly SubmittedFile[];
}

/** Puts runs into the queue: those that are not there, and those that have failed or been cancelled. All or none. */
export async function submit(
  connection: Connection,
  { experiment, version, asked, runs, files }: Submission,
  settings: Partial<QueueSettings> = {},
): Promise<void> {
  const boss = await connection.boss();
  const code = files.length > 0;
  const lane = laneOf(experiment, version, code);
  await boss.createQueue(GIVEN_UP);
  await boss.createQueue(lane, { ...SETTINGS, ...settings });
  await connection.transaction(async db => {
    await db.executeSql(
      `insert into degradation_lab.lane (name, experiment, version, code, asked, arithmetic)
       select $1, $2, $3, $4, $5, (select max(arithmetic) from degradation_lab.lane where experiment = $2 and version = $3)
       on conflict (name) do update set asked = coalesce($5, lane.asked)`,
      [lane, experiment, version, code, asked ?? null],
    );
    for (const { sha256, path, content } of files) {
      await db.executeSql('insert into degradation_lab.file values ($1, $2, $3) on conflict do nothing', [
        sha256,
        path,
        content,
      ]);
    }
    await db.executeSql(
      `insert into degradation_lab.run (lane, id, config, files, priority)
       select $1, id, config, files, -position
       from unnest($2::text[], $3::text[], $4::text[]) with ordinality as new (id, config, files, position)
       on conflict do nothing`,
      [
        lane,
        runs.map(({ id }) => id),
        runs.map(({ config }) => config),
        runs.map(one => one.files.join(' ')),
      ],
    );
    await sendWaiting(
      boss,
      db,
      lane,
      runs.map(({ id }) => id),
    );
  });
}

/** Makes jobs of those of some runs that have not ended and have none that would be taken. */
export async function sendWaiting(
  boss: Boss,
  db: { executeSql: Connection['executeSql'] },
  lane: string,
  ids: readonly string[],
): Promise<number> {
  const { rows } = await db.executeSql(
    `select run.id, run.priority from degradation_lab.run
     left join degradation_lab_jobs.job on job.name = run.lane and job.id = run.job
     where run.lane = $1 and run.id = any($2)
       and coalesce(run.record::json->>'status', '') not in ('finished', 'diverged')
       and coalesce(job.state::text, '') not in ('created', 'retry', 'active')
     order by run.priority desc for update of run`,
    [lane, ids],
  );
  const jobs = (rows as { id: string; priority: number }[]).map(({ id, priority }) => ({
    id: randomUUID(),
    data: { run: id },
    priority,
  }));
  if (jobs.length === 0) return 0;
  await boss.insert(lane, jobs, { db });
  await db.executeSql(
    `update degradation_lab.run set job = new.job, revision = revision + 1
     from unnest($2::text[], $3::uuid[]) as new (id, job) where run.lane = $1 and run.id = new.id`,
    [lane, jobs.map(({ data }) => data.run), jobs.map(({ id }) => id)],
  );
  return jobs.length;
}
