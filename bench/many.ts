import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '../src/queue/connection.ts';
import { hasTables } from '../src/queue/tables.ts';
import { QUEUE_VARIABLE, withoutSecrets } from '../src/queue/url.ts';
import { inFolder, runSuite, secondsTrained, shortestRuns } from './shortest-runs.ts';
import { mebibytes } from './tables.ts';
import type { TextTable } from './text-table.ts';

/** How the shortest runs went that were dealt to many processes. */
export interface Many {
  readonly how: string;
  readonly runs: number;
  /** Runs at a time. */
  readonly atATime: number;
  /** From the first worker's start to the last one's end. */
  readonly seconds: number;
  readonly secondsTrained: number;
  /** Bytes, of the largest process of each kind. */
  readonly peakMemory: { readonly directing: number; readonly training: number };
}

export interface ManyQueued extends Many {
  /** Of whoever submits, and follows them all, in bytes. */
  readonly followerMemory: number;
  /** From its start until all runs are in the queue. */
  readonly secondsSubmitting: number;
  /** Of the database in the end, in bytes, without what it held before. */
  readonly databaseBytes: number;
  /** The longest that nothing was heard of a worker, in seconds; after ten its job is given to another. */
  readonly longestSilence: number;
  /** Jobs that were taken once more, since nothing was heard of their workers. */
  readonly retries: number;
}

const ENGINE = ['--engine', 'wasm'];

/** Pictures would be a large part of what such short runs take. */
const withoutPictures = (...runs: Parameters<typeof shortestRuns>) => [
  ...shortestRuns(...runs),
  '--no-pictures',
];

/** @param shards parts of the runs, each trained by a process that is started for it; `atATime` of them at once */
export function measureShards(runs: number, shards: number, atATime: number): Promise<Many> {
  return inFolder(async folder => {
    const peakMemory = { directing: 0, training: 0 };
    const started = performance.now();
    let next = 0;
    const work = async () => {
      while (next < shards) {
        const shard = ['--shard-index', String(next++), '--shard-count', String(shards)];
        const args = [...withoutPictures(folder, runs), ...ENGINE, '--workers', '1', ...shard];
        const { peakMemory: peak } = await runSuite(args);
        peakMemory.directing = Math.max(peakMemory.directing, peak.main);
        peakMemory.training = Math.max(peakMemory.training, peak.training);
      }
    };
    await Promise.all(Array.from({ length: atATime }, work));
    const seconds = (performance.now() - started) / 1000;
    const how = `${shards} shards`;
    return { how, runs, atATime, seconds, secondsTrained: await secondsTrained(folder, runs), peakMemory };
  });
}

/**
 * A queue for each number of processes that train, one after the other; none has a run of another.
 *
 * @param url of a database that nothing else uses meanwhile
 * @throws Error where it has a queue already
 */
export async function measureQueues(
  url: string,
  runs: number,
  processes: readonly number[],
  say: (line: string) => void,
): Promise<ManyQueued[]> {
  const connection = new Connection(url, 'degradation-lab administrator', true);
  try {
    if (await hasTables(connection)) {
      throw new Error(
        `${withoutSecrets(url)} has a queue already, which would be measured, too: name an empty database`,
      );
    }
    const measured: ManyQueued[] = [];
    for (const [i, atATime] of processes.entries()) {
      say(`a queue of ${runs} runs, ${atATime} at a time`);
      measured.push(
        await inFolder(folder => measure({ folder, connection, url, runs, first: 1 + i * runs, atATime })),
      );
    }
    return measured;
  } finally {
    await connection.close();
  }
}

interface Queue {
  readonly folder: string;
  readonly connection: Connection;
  readonly url: string;
  readonly runs: number;
  /** Seed of the first run. */
  readonly first: number;
  readonly atATime: number;
}

async function measure({ folder, connection, url, runs, first, atATime }: Queue): Promise<ManyQueued> {
  const env = { [QUEUE_VARIABLE]: url };
  const before = await sizeOf(connection);
  const begun = performance.now();
  let isSubmitted: () => void = () => {};
  const submitted = new Promise<void>(resolve => {
    isSubmitted = resolve;
  });
  const following = runSuite([...withoutPictures(folder, runs, first), '--queue'], {
    env,
    onOutput: text => text.includes('are in the queue') && isSubmitted(),
  });
  await Promise.race([submitted, following]);
  const started = performance.now();
  const work = ['work', ...ENGINE, '--workers', String(atATime), '--until-done', '--json'];
  const silence = listen(connection);
  const [{ peakMemory }, follower] = await Promise.all([
    runSuite(work, { env }).finally(() => silence.end()),
    following,
  ]);
  const seconds = (silence.endedAt - started) / 1000;
  const [jobs] = await connection.query<{ retries: number }>(
    `select coalesce(sum(retry_count), 0)::int as retries from degradation_lab_jobs.job
     where started_on > now() - make_interval(secs => $1)`,
    [seconds],
  );
  return {
    how: 'queue',
    runs,
    atATime,
    seconds,
    secondsTrained: await secondsTrained(folder, runs),
    peakMemory: { directing: peakMemory.main, training: peakMemory.training },
    followerMemory: follower.peakMemory.main,
    secondsSubmitting: (started - begun) / 1000,
    databaseBytes: (await sizeOf(connection)) - before,
    longestSilence: silence.longest,
    ...jobs!,
  };
}

const LISTEN_MILLISECONDS = 500;

/** Looks all the time for how long nothing was heard of those who have a job. */
function listen(connection: Connection) {
  const heard = { longest: 0, endedAt: 0, end: () => {} };
  let isOver = false;
  heard.end = () => {
    isOver = true;
    heard.endedAt = performance.now();
  };
  void (async () => {
    while (!isOver) {
      const [row] = await connection.query<{ seconds: number | null }>(
        `select extract(epoch from max(now() - coalesce(heartbeat_on, started_on)))::float as seconds
         from degradation_lab_jobs.job where state = 'active'`,
      );
      heard.longest = Math.max(heard.longest, row!.seconds ?? 0);
      await delay(LISTEN_MILLISECONDS);
    }
  })();
  return heard;
}

async function sizeOf(connection: Connection): Promise<number> {
  const [row] = await connection.query<{ bytes: number }>(
    'select pg_database_size(current_database())::float as bytes',
  );
  return row!.bytes;
}

/** One row for each way. */
export function manyTable(measured: readonly Many[]): TextTable {
  return {
    head: ['runs by', 'at a time', 'runs', 'runs/min', 'overhead ms/run', 'MiB directing', 'MiB training'],
    rows: measured.map(one => [
      one.how,
      ...[one.atATime, one.runs].map(String),
      ((60 * one.runs) / one.seconds).toFixed(1),
      overhead(one).toFixed(0),
      ...[one.peakMemory.directing, one.peakMemory.training].map(mebibytes),
    ]),
    labels: 1,
  };
}

/** What each run takes of its worker besides training, in milliseconds. */
function overhead({ seconds, atATime, secondsTrained: trained, runs }: Many): number {
  return (1000 * (seconds * atATime - trained)) / runs;
}

/** What only a queue has. */
export function queueTable(measured: readonly ManyQueued[]): TextTable {
  return {
    head: [
      'at a time',
      'submitted in s',
      'MiB of the follower',
      'database KiB/run',
      'longest silence s',
      'retries',
    ],
    rows: measured.map(one => [
      String(one.atATime),
      one.secondsSubmitting.toFixed(1),
      mebibytes(one.followerMemory),
      (one.databaseBytes / 1024 / one.runs).toFixed(1),
      one.longestSilence.toFixed(1),
      String(one.retries),
    ]),
    labels: 0,
  };
}
