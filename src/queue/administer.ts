import { UsageError } from '../usage-error.ts';
import type { Connection } from './connection.ts';
import { sendWaiting } from './lane.ts';
import { type Lane, readLanes } from './lanes.ts';
import { hasTables } from './tables.ts';

type State = 'waiting' | 'training' | 'finished' | 'diverged' | 'failed' | 'cancelled';

export interface LaneStatus extends Lane {
  readonly runs: Readonly<Record<State, number>>;
  readonly holders: readonly { readonly id: string; readonly holder: string }[];
}

/** What there is of each lane. @throws UsageError where nobody has made the tables */
export async function statusOf(connection: Connection): Promise<LaneStatus[]> {
  await requireTables(connection);
  const lanes = await readLanes(connection);
  const runs = await connection.query<{ lane: string; id: string; state: State; holder: string | null }>(
    `select run.lane, run.id, run.holder,
       case when run.record::json->>'status' in ('finished', 'diverged') then run.record::json->>'status'
            when job.state = 'active' then 'training'
            when job.state in ('created', 'retry') then 'waiting'
            when job.state = 'cancelled' then 'cancelled'
            else 'failed' end as state
     from degradation_lab.run
     left join degradation_lab_jobs.job on job.name = run.lane and job.id = run.job
     order by run.priority desc`,
  );
  return lanes.map(lane => {
    const own = runs.filter(run => run.lane === lane.name);
    const count = (state: State) => own.filter(run => run.state === state).length;
    return {
      ...lane,
      runs: {
        waiting: count('waiting'),
        training: count('training'),
        finished: count('finished'),
        diverged: count('diverged'),
        failed: count('failed'),
        cancelled: count('cancelled'),
      },
      holders: own.flatMap(({ id, holder, state }) =>
        state === 'training' && holder ? [{ id, holder }] : [],
      ),
    };
  });
}

/** @param experiments none: all @returns how many runs it was */
export type CancelOrRetry = (connection: Connection, experiments: readonly string[]) => Promise<number>;

/** Takes runs that have not ended out of the queue; whoever trains one writes no more of it. */
export const cancelRuns: CancelOrRetry = async (connection, experiments) => {
  const boss = await connection.boss();
  let cancelled = 0;
  for (const { name } of await lanesOf(connection, experiments)) {
    cancelled += await connection.transaction(async db => {
      const { rows } = await db.executeSql(
        `select id from degradation_lab_jobs.job where name = $1 and state in ('created', 'retry', 'active')`,
        [name],
      );
      const ids = rows.map(({ id }) => id as string);
      return ids.length === 0 ? 0 : (await boss.cancel(name, ids, { db })).affected;
    });
  }
  return cancelled;
};

/** Puts runs that failed, were given up or cancelled into the queue again. */
export const retryRuns: CancelOrRetry = async (connection, experiments) => {
  const boss = await connection.boss();
  let sent = 0;
  for (const { name } of await lanesOf(connection, experiments)) {
    const ids = await connection.query<{ id: string }>('select id from degradation_lab.run where lane = $1', [
      name,
    ]);
    sent += await connection.transaction(db =>
      sendWaiting(
        boss,
        db,
        name,
        ids.map(({ id }) => id),
      ),
    );
  }
  return sent;
};

async function lanesOf(connection: Connection, experiments: readonly string[]): Promise<Lane[]> {
  await requireTables(connection);
  const lanes = await readLanes(connection);
  const known = [...new Set(lanes.map(({ experiment }) => experiment))];
  for (const name of experiments) {
    if (!known.includes(name)) {
      throw new UsageError(`${name} was never put into this queue; it has: ${known.join(', ') || 'nothing'}`);
    }
  }
  return experiments.length === 0
    ? lanes
    : lanes.filter(({ experiment }) => experiments.includes(experiment));
}

async function requireTables(connection: Connection): Promise<void> {
  if (await hasTables(connection)) return;
  throw new UsageError(
    'the database has no queue yet: npm run suite -- queue init makes it, and so does the first run --queue',
  );
}
