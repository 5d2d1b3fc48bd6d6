import { BOSS_SCHEMA, Connection } from './connection.ts';
import { loadPackages } from './packages.js';

/**
 * What lies beside the jobs. A lane has the runs of one experiment that one version of this program was asked for; they have one
 * arithmetic, that of the first who takes one; those that need code of their submitter's have a lane of their own. All large values lie outside of the rows, not compressed: they would not shrink.
 */
const TABLES = `
create schema if not exists degradation_lab;
create table if not exists degradation_lab.lane (
  name text primary key,
  experiment text not null,
  version text not null,
  code boolean not null,
  asked text,
  arithmetic text,
  submitted timestamptz not null default now()
);
create table if not exists degradation_lab.run (
  lane text not null references degradation_lab.lane,
  id text not null,
  config text not null,
  files text not null,
  priority int not null,
  job uuid,
  record text,
  checkpoint bytea,
  holder text,
  revision bigint not null default 0,
  primary key (lane, id)
);
alter table degradation_lab.run alter column checkpoint set storage external;
create table if not exists degradation_lab.chunk (
  lane text not null,
  id text not null,
  name text not null,
  position int not null,
  text text not null,
  primary key (lane, id, name, position),
  foreign key (lane, id) references degradation_lab.run on delete cascade
);
create table if not exists degradation_lab.file (
  sha256 text primary key,
  path text not null,
  content bytea not null
);`;

/** Makes what is not there yet. Needs the right to create schemas; all else can do with less. */
export async function createTables(url: string): Promise<void> {
  const { PgBoss } = await loadPackages();
  const connection = new Connection(url, 'degradation-lab administrator', true);
  try {
    // Two who begin at the same time would both create the same.
    await connection.query('select pg_advisory_lock(814739160)');
    const boss = new PgBoss({
      db: connection,
      schema: BOSS_SCHEMA,
      supervise: false,
      schedule: false,
      registerInstance: false,
    });
    boss.on('error', () => {});
    await boss.start();
    await boss.stop({ graceful: false });
    await connection.query(TABLES);
  } finally {
    // With it goes the lock.
    await connection.close();
  }
}

export async function hasTables(connection: Connection): Promise<boolean> {
  const [row] = await connection.query<{ there: boolean }>(
    `select to_regclass('degradation_lab.file') is not null and to_regclass('${BOSS_SCHEMA}.job') is not null as there`,
  );
  return row!.there;
}
