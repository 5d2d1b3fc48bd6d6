/**
 * What the queue needs of npm, which those who have no queue need not install: pg-boss, and the client of Postgres that it
 * brings. In JavaScript, because the thread that keeps a job alive loads it too.
 */
import { createRequire } from 'node:module';

/** Of pg-boss. */
const NODE = [22, 12];
const INSTALL = 'npm run install:queue';

const require = createRequire(import.meta.url);

/**
 * Why there can be no queue here, and what to do; null where there can.
 *
 * @param {string} version of Node.js
 * @returns {string | null}
 */
export function whyNoQueue(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    return `queues need Node.js ${NODE.join('.')} or later, for pg-boss; this is ${version}. All else works with it.`;
  }
  try {
    require.resolve('pg-boss');
    return null;
  } catch {
    return `queues need the package pg-boss, which is not installed. Install it: ${INSTALL}`;
  }
}

/** @returns {Promise<{ PgBoss: any, Client: any }>} */
export async function loadPackages() {
  const { PgBoss } = await import('pg-boss');
  const { default: pg } = await import('pg');
  return { PgBoss, Client: pg.Client };
}
