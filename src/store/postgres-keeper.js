/**
 * The thread that keeps a job of the queue alive however long the steps of the thread that trains are, and stands still when
 * the process does.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { loadPackages } from '../queue/packages.js';

const { url, schema, lane, job, milliseconds } = workerData;
const { PgBoss, Client } = await loadPackages();
let isHeld = true;

while (isHeld) {
  const client = new Client({
    connectionString: url,
    application_name: 'degradation-lab heartbeat',
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const db = { executeSql: (text, values) => client.query(text, values) };
    const quiet = {
      supervise: false,
      schedule: false,
      migrate: false,
      createSchema: false,
      registerInstance: false,
    };
    const boss = new PgBoss({ db, schema, ...quiet });
    boss.on('error', () => {});
    await boss.start();
    while (isHeld) {
      // Lost, or ended: the next write meets that.
      isHeld = (await boss.touch(lane, job)).affected === 1;
      await delay(milliseconds);
    }
  } catch {
    // Of a link that is cut the other thread tells.
    await delay(milliseconds);
  }
  await client.end().catch(() => {});
}
