import type { Connection } from './connection.ts';

/** A lane, and how many of its runs still have a job that somebody could take, or has. */
export interface Lane {
  readonly name: string;
  readonly experiment: string;
  readonly version: string;
  /** Runs of it need code that its submitter has sent along. */
  readonly code: boolean;
  readonly asked: string | null;
  readonly arithmetic: string | null;
  readonly open: number;
}

/** All lanes, those that were asked for first before the others. */
export function readLanes(connection: Connection): Promise<Lane[]> {
  return connection.query<Lane>(
    `select lane.name, experiment, version, code, asked, arithmetic,
       (select count(*)::int from degradation_lab_jobs.job
        where job.name = lane.name and state in ('created', 'retry', 'active')) as open
     from degradation_lab.lane order by submitted, lane.name`,
  );
}

/** Gives the lanes of an experiment the arithmetic of whoever comes first; returns that of the lane. */
export async function pinLane(
  connection: Connection,
  { name, experiment, version }: Lane,
  arithmetic: string,
): Promise<string> {
  await connection.query(
    'update degradation_lab.lane set arithmetic = $3 where experiment = $1 and version = $2 and arithmetic is null',
    [experiment, version, arithmetic],
  );
  const [lane] = await connection.query<{ arithmetic: string }>(
    'select arithmetic from degradation_lab.lane where name = $1',
    [name],
  );
  return lane!.arithmetic;
}
