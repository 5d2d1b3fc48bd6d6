import { readFile } from 'node:fs/promises';
import test from 'ava';
import { statusOf } from '../../src/queue/administer.ts';
import { Connection } from '../../src/queue/connection.ts';
import { atQueue } from '../../src/queue/explain.ts';
import { laneOf, submit } from '../../src/queue/lane.ts';
import { createTables } from '../../src/queue/tables.ts';
import { PostgresStore } from '../../src/store/postgres-store.ts';
import { epochRow, id, record } from '../results/fixtures.ts';
import { startPostgres, whyNoPostgres } from './postgres.ts';

const serial = whyNoPostgres ? test.serial.skip : test.serial;

serial(
  `a role with the rights that the documentation grants submits, trains and looks, and can do no more${whyNoPostgres ? `: skipped, ${whyNoPostgres}` : ''}`,
  async t => {
    const postgres = await startPostgres();
    t.teardown(() => postgres.end());
    const page = await readFile('docs/many-machines.md', 'utf8');
    const [creation, grants] = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, sql]) => sql!);
    const administrator = new Connection(postgres.url, 'test', true);
    for (const statement of creation!.split(';')) await administrator.query(statement);
    await administrator.close();
    const url = postgres.url.replace(/postgres$/, 'lab');
    await createTables(url);
    const owner = new Connection(url, 'test', true);
    const connection = new Connection(url.replace('postgres@', 'lab@'), 'test');
    t.teardown(() => connection.close());
    await t.throwsAsync(
      atQueue(url, () => statusOf(connection)),
      { message: /has the grants$/ },
    );
    const empty = (await postgres.database()).replace('postgres@', 'lab@');
    await t.throwsAsync(
      atQueue(empty, () => createTables(empty)),
      { message: /queue init/ },
    );
    await owner.query(grants!);
    await owner.close();

    const runs = [{ id, config: JSON.stringify(record().config), files: [] }];
    const file = { sha256: 'ab', path: 'mine.ts', content: Buffer.from('') };
    await submit(connection, { experiment: 'tiny', version: 'abc', runs, files: [file] });
    const lane = laneOf('tiny', 'abc', true);
    const boss = await connection.boss();
    const [job] = await boss.fetch(lane, { includeMetadata: true, batchSize: 1 });
    const address = {
      type: 'postgres',
      lane,
      job: { id: job!.id, retryCount: job!.retryCount },
      holder: 'test',
    } as const;
    const store = new PostgresStore(address, url.replace('postgres@', 'lab@'));
    t.teardown(() => store.close());
    const claim = await store.claim({ experiment: 'tiny', id }, 'wasm');
    if (claim.type !== 'taken') return t.fail(claim.type);
    await claim.run.load();
    await claim.run.keep({ rows: [['epochs', [epochRow(0)]]] });
    await boss.supervise(lane);
    t.like((await statusOf(connection))[0], { runs: { training: 1 }, holders: [{ id, holder: 'test' }] });
    await claim.run.finish(record());
    await claim.run.release();
    t.like((await statusOf(connection))[0], { runs: { finished: 1 }, open: 0 });
    for (const statement of [
      'drop table degradation_lab.run',
      'create table degradation_lab.mine ()',
      'create role mine',
    ])
      await t.throwsAsync(connection.query(statement), { code: '42501' });
  },
);
