import { UsageError } from '../usage-error.ts';

/** Where workers, and processes that they start, find the address of the database: never in a command line. */
export const QUEUE_VARIABLE = 'DEGRADATION_LAB_QUEUE';

/**
 * The address of the database, from `--queue` or else from the environment.
 *
 * @throws UsageError where there is none, or it is no such address, or a command line holds a password: others on the same
 *   machine can read command lines, and plans keep them. The password is not told.
 */
export function queueUrl(option: string | undefined, env: NodeJS.ProcessEnv): string {
  const url = option ?? env[QUEUE_VARIABLE];
  const source = option === undefined ? QUEUE_VARIABLE : '--queue';
  if (!url) {
    throw new UsageError(
      `no queue is named: --queue postgres://HOST/DATABASE, or the variable ${QUEUE_VARIABLE}`,
    );
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new UsageError(
      `${source} is no address of a Postgres database; expected postgres://USER@HOST:5432/DATABASE`,
    );
  }
  if (option !== undefined && (parsed.password !== '' || parsed.searchParams.has('password'))) {
    throw new UsageError(
      `--queue holds a password, which others on this machine could read: leave it out and put it into PGPASSWORD or ~/.pgpass, or the whole address into ${QUEUE_VARIABLE}`,
    );
  }
  return url;
}

/** An address for people to read: without what is secret in it. */
export function withoutSecrets(url: string): string {
  const { protocol, username, host, pathname } = new URL(url);
  return `${protocol}//${username && `${username}@`}${host}${pathname}`;
}
