import Table from 'cli-table3';
import type { Command } from 'commander';
import { counted } from '../language/numbers.ts';
import { type CancelOrRetry, cancelRuns, retryRuns, statusOf } from '../queue/administer.ts';
import { Connection } from '../queue/connection.ts';
import { atQueue } from '../queue/explain.ts';
import { whyNoQueue } from '../queue/packages.js';
import { createTables } from '../queue/tables.ts';
import { queueUrl, withoutSecrets } from '../queue/url.ts';
import type { WorkOptions } from '../suite/work-queue.ts';
import { UsageError } from '../usage-error.ts';
import { displayFor } from './choose-display.ts';
import { linesDisplay } from './display-lines.ts';

const QUEUE =
  'address of a Postgres database (default: $DEGRADATION_LAB_QUEUE); passwords go into the latter';

const TRUST_HELP = `
--trust-code: submitters can send files of their own with their runs (--regularizer ./mine.ts). Such a file is a program: on this
machine it can do whatever this process can, also read the address of the queue. Without this option such runs are left to others.`;

/**
 * The address of the queue, where there can be one.
 *
 * @param option true where it is in the environment
 * @throws UsageError
 */
export function requireQueue(option: string | true | undefined): string {
  const reason = whyNoQueue();
  if (reason) throw new UsageError(reason);
  return queueUrl(option === true ? undefined : option, process.env);
}

/** Trains what the queue has; returns the exit code. */
export async function workCommand(
  options: WorkOptions & { readonly queue?: string; readonly json?: boolean; readonly quiet?: boolean },
  signal: AbortSignal,
): Promise<number> {
  const url = requireQueue(options.queue);
  const { workQueue } = await import('../suite/work-queue.ts');
  const isTold = options.json || options.quiet;
  // How far a queue is, one of its workers does not know.
  const display = isTold ? displayFor(options) : linesDisplay(line => console.error(line));
  try {
    const outcomes = await atQueue(url, () => workQueue(url, options, display.emit, signal));
    return outcomes.includes('failed') ? 1 : 0;
  } finally {
    display.close();
  }
}

/** `queue init`, `status`, `cancel` and `retry`. */
export function addQueueCommands(queue: Command): void {
  queue
    .command('init')
    .option('--queue <url>', QUEUE)
    .description('make the tables, as a role that may; workers and submitters then need no such right')
    .action(async ({ queue: url }: QueueOptions) => {
      const address = requireQueue(url);
      await atQueue(address, () => createTables(address));
      console.log(`${withoutSecrets(address)} has a queue`);
    });
  queue
    .command('status')
    .option('--queue <url>', QUEUE)
    .option('--json', 'one JSON object a lane, for other programs')
    .description('what waits, what is trained and by whom, what has ended')
    .action(({ queue: url, json }: QueueOptions & { json?: boolean }) =>
      connected(url, async connection => printStatus(await statusOf(connection), json === true)),
    );
  const change = (name: string, what: string, action: CancelOrRetry) =>
    queue
      .command(`${name} [experiment...]`)
      .option('--queue <url>', QUEUE)
      .description(what)
      .action((experiments: string[], { queue: url }: QueueOptions) =>
        connected(url, async connection => {
          const runs = await action(connection, experiments);
          console.log(`${counted(runs, 'run')}: ${name === 'cancel' ? 'cancelled' : 'in the queue again'}`);
        }),
      );
  change(
    'cancel',
    'take runs that have not ended out of the queue; what they have measured stays',
    cancelRuns,
  );
  change('retry', 'put runs that failed, were given up or cancelled into the queue again', retryRuns);
}

export function addWorkOptions(command: Command): Command {
  return command
    .option('--queue <url>', QUEUE)
    .option(
      '--trust-code',
      'run regularizers that submitters have sent along, with all rights of this process',
      false,
    )
    .option('--until-done', 'end when nothing is left for this machine, instead of waiting for more', false)
    .option('--json', 'one JSON object per line and event, for other programs')
    .option('--quiet', 'print errors only')
    .addHelpText('after', TRUST_HELP);
}

interface QueueOptions {
  readonly queue?: string;
}

async function connected(
  option: string | undefined,
  action: (connection: Connection) => Promise<void>,
): Promise<void> {
  const url = requireQueue(option);
  const connection = new Connection(url, 'degradation-lab administrator');
  try {
    await atQueue(url, () => action(connection));
  } finally {
    await connection.close();
  }
}

function printStatus(lanes: Awaited<ReturnType<typeof statusOf>>, json: boolean): void {
  if (json) {
    for (const lane of lanes) console.log(JSON.stringify(lane));
    return;
  }
  if (lanes.length === 0) {
    console.log('Nothing was ever put into this queue.');
    return;
  }
  const head = [
    'experiment',
    'version',
    'arithmetic',
    'waiting',
    'training',
    'finished',
    'diverged',
    'failed',
    'cancelled',
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const lane of lanes) {
    const { experiment, version, arithmetic, asked, runs } = lane;
    const pinned = arithmetic ?? (asked ? `${asked}, as asked` : 'of the first worker');
    table.push([
      experiment,
      version,
      pinned,
      ...[runs.waiting, runs.training, runs.finished, runs.diverged, runs.failed, runs.cancelled],
    ]);
  }
  console.log(table.toString());
  for (const { holders } of lanes)
    for (const { id, holder } of holders) console.log(`${id} is trained by ${holder}`);
}
