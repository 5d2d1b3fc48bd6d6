/*
 * Two suites share one results folder, and one of them, or its worker, is suspended at a random moment for three times as
 * long as a takeover takes. More rounds: npm run test:faults -- --rounds 20
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { loadDataOnce } from '../../src/data/index.ts';
import { randomStream } from '../../src/random.ts';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { look } from '../../src/results/lease/protocol.ts';
import { executeRun } from '../../src/suite/execute-run.ts';
import { temporaryFolder } from '../data/fixtures.ts';
import { fixedTables, workersOf } from '../suite/fixtures.ts';
import { smallRun, start } from './fixtures.ts';

const option = process.argv.indexOf('--rounds');
const rounds = option < 0 ? 2 : Number(process.argv[option + 1]);
const EPOCHS = 12;
const TAKEOVER_SECONDS = 2;
const env = { DEGRADATION_LAB_TAKEOVER_SECONDS: String(TAKEOVER_SECONDS) };

const undisturbed = new Map<string, Promise<Record<string, string>>>();

/** The tables of a run that nobody disturbed: trained in this process, once. */
function tablesOf(run: { id: string; folder: string }, experiment: ExperimentFolder) {
  const known = undisturbed.get(run.id);
  if (known !== undefined) return known;
  const trained = experiment
    .run(run.id)
    .readRecord()
    .then(async record => {
      const { config, source } = record!;
      const task = {
        experiment: 'again',
        id: run.id,
        config,
        store: { type: 'folder', folder: run.folder } as const,
        source,
        regularizerFiles: [],
      };
      await executeRun({ ...task, engine: 'wasm', threads: 1 }, loadDataOnce, () => {});
      return fixedTables(new ExperimentFolder(run.folder, 'again').run(run.id).path);
    });
  undisturbed.set(run.id, trained);
  return trained;
}

for (let round = 1; round <= rounds; round++) {
  test.serial(
    `two suites, one of them suspended and woken, leave what one undisturbed does: round ${round}`,
    async t => {
      const random = randomStream(round, 'faults');
      const folder = await temporaryFolder(t);
      const args = smallRun(folder, '--json', '--workers', '1', '--epochs', String(EPOCHS));
      const suites = [start(args, { env }), start(args, { env })];
      const victim = suites[random.integer(0, 1)]!;
      const moment = random.integer(1, 3 * EPOCHS);
      const told = () => victim.events.filter(({ type }) => type === 'step' || type === 'epoch').length;
      // However slow the machine is: it comes, or all is over before.
      let isOver = false;
      for (const { ended } of suites)
        void ended.then(() => {
          isOver = true;
        });
      while (told() < moment && !isOver) await delay(10);
      const workers = workersOf(victim.child.pid!);
      const asleep = random.integer(0, 2) === 0 ? workers : [victim.child.pid!, ...workers];
      for (const pid of asleep) signalTo(pid, 'SIGSTOP');
      await delay(3000 * TAKEOVER_SECONDS);
      for (const pid of asleep) signalTo(pid, 'SIGCONT');
      for (const { ended } of suites) t.like(await ended, { code: 0, stderr: '' });

      const experiment = new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
      const ids = await experiment.runIds();
      t.is(ids.length, 2);
      // Tables whose rows are not in order are refused.
      for (const { record, epochs } of await experiment.readRuns(ids)) {
        t.is(record.status, 'finished');
        t.deepEqual(
          epochs.map(({ epoch }) => epoch),
          Array.from({ length: EPOCHS + 1 }, (_, i) => i),
        );
      }
      for (const id of ids) {
        t.is(await look(experiment.run(id).path), null);
        const other = await temporaryFolder(t);
        t.deepEqual(
          await fixedTables(experiment.run(id).path),
          await tablesOf({ id, folder: other }, experiment),
        );
      }
      const takeovers = suites.flatMap(({ events }) =>
        events.filter(event => event.type === 'run-note' && event.text.endsWith('is taken over')),
      );
      t.log(
        `${victim === suites[0] ? 'first' : 'second'} suite, moment ${moment}: ${takeovers.length} taken over`,
      );
    },
  );
}

/** It may have ended by itself. */
function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
