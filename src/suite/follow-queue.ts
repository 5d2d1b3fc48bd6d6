import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { counted } from '../language/numbers.ts';
import { probesOnRequest } from '../probes/registry.ts';
import { codeVersion } from '../queue/code-version.ts';
import { Connection, isBroken } from '../queue/connection.ts';
import { laneOf, type Submission, submit } from '../queue/lane.ts';
import { createTables, hasTables } from '../queue/tables.ts';
import { withoutSecrets } from '../queue/url.ts';
import { fromText } from '../results/csv.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { FencedWriter } from '../results/lease/lease.ts';
import { release, take } from '../results/lease/protocol.ts';
import { CHECKPOINT, isDone, type RunFolder } from '../results/run-folder.ts';
import {
  epochRowSchema,
  type Plan,
  RESULTS_SCHEMA,
  type RunOutcome,
  type RunRecord,
  runRecordSchema,
} from '../results/schema.ts';
import { textsOf } from '../store/run-rows.ts';
import type { Emit, SuiteEvent } from './events.ts';
import { earlierPlans, isExtended } from './extended.ts';
import { type PlannedRun, regularizerFilesOf, relativeCost } from './plan.ts';
import { lookAt } from './prepare.ts';
import type { RunDefinition } from './presets.ts';
import { submittedFile } from './queued-files.ts';
import type { Reporting } from './reporting.ts';
import type { SuiteOutcome } from './run-experiment.ts';
import { sourceVersion } from './source.ts';
import type { SuiteOptions } from './suite-options.ts';

const LOOK_MILLISECONDS = 1000;

/**
 * Puts the runs of an experiment that have not ended into a queue, and follows them: what workers measure is written to the
 * results folder as it comes, and so is the report. Whoever is interrupted leaves all to the workers, and takes up following
 * by the same command.
 *
 * @throws UsageError, or the signal's reason when it aborts
 */
export async function queueExperiment(
  experiment: RunDefinition,
  options: SuiteOptions,
  url: string,
  reporting: Reporting,
  emit: Emit<SuiteEvent>,
  signal: AbortSignal,
): Promise<SuiteOutcome> {
  const { plan, planned, waiting } = await lookAt(experiment, options);
  const connection = new Connection(url, 'degradation-lab follower');
  try {
    await reporting.prepare();
    const done = new Set(planned.map(({ id }) => id));
    for (const { id } of waiting) done.delete(id);
    emit({
      type: 'plan',
      experiment: experiment.name,
      preset: options.preset,
      plan,
      engine: null,
      workers: 0,
      runs: planned.map(({ id, config }) => ({ id, cost: relativeCost(config), done: done.has(id) })),
    });
    const folder = new ExperimentFolder(options.resultsFolder, experiment.name);
    await folder.writePlan(await planFile(folder, experiment, { plan, planned }, options));
    const reports = reporting.follow(
      plan,
      planned.map(({ id }) => id),
    );
    const reportSoFar = () =>
      reports.soFar().then(
        path => path !== null && emit({ type: 'report', path, plan }),
        error => emit({ type: 'note', text: `no report for now: ${(error as Error).message}` }),
      );
    const lanes = await send(connection, url, experiment.name, waiting, options);
    if (waiting.length > 0) {
      const where = withoutSecrets(url);
      emit({
        type: 'note',
        text: `${counted(waiting.length, 'run')} ${waiting.length === 1 ? 'is' : 'are'} in the queue ${where}. Workers train what waits: npm run suite -- work. Ctrl-C leaves all to them`,
      });
    }
    const outcomes: RunOutcome[] = [];
    const runs = waiting.map(
      run => new FollowedRun(connection, folder.run(run.id), lanes.get(run.id)!, run, emit),
    );
    for (let open = runs; open.length > 0; ) {
      signal.throwIfAborted();
      const before = outcomes.length;
      const changed = await look(connection, open, outcomes).catch(error => {
        // Away for a while; the runs go on, or wait.
        if (isBroken(error)) return false;
        throw error;
      });
      open = open.filter(run => !run.hasEnded);
      if (outcomes.length > before || (changed && options.followEpochs)) await reportSoFar();
      if (open.length > 0) await delay(LOOK_MILLISECONDS, undefined, { signal }).catch(() => {});
    }
    const path = await reports.final();
    emit({ type: 'report', path, plan });
    return { report: path, outcomes };
  } finally {
    await connection.close();
  }
}

async function planFile(
  folder: ExperimentFolder,
  { name: experiment }: RunDefinition,
  { plan: name, planned }: { plan: string; planned: readonly PlannedRun[] },
  { preset, command }: SuiteOptions,
): Promise<Plan> {
  const runs = [...planned];
  const extended = isExtended({ runs }, await earlierPlans(folder));
  return { schema: RESULTS_SCHEMA, name, experiment, preset, command, runs, ...(extended && { extended }) };
}

/** Puts runs into the queue; returns the lane of each. */
async function send(
  connection: Connection,
  url: string,
  experiment: string,
  runs: readonly PlannedRun[],
  { overrides, arithmetic }: SuiteOptions,
): Promise<Map<string, string>> {
  if (!(await hasTables(connection))) await createTables(url);
  const version = codeVersion(sourceVersion());
  const files = await Promise.all(regularizerFilesOf(overrides).map(submittedFile));
  const hashesIn = ({ config }: PlannedRun) =>
    config.regularizers.flatMap(({ sha256 }) => (sha256 === undefined ? [] : [sha256]));
  const lanes = new Map<string, string>();
  for (const code of [false, true]) {
    const some = runs.filter(run => hashesIn(run).length > 0 === code);
    if (some.length === 0) continue;
    const submission: Submission = {
      experiment,
      version,
      asked: arithmetic,
      runs: some.map(run => ({ id: run.id, config: JSON.stringify(run.config), files: hashesIn(run) })),
      files: code ? files : [],
    };
    await submit(connection, submission);
    for (const { id } of some) lanes.set(id, laneOf(experiment, version, code));
  }
  return lanes;
}

interface Seen {
  readonly lane: string;
  readonly id: string;
  readonly revision: string;
  readonly record: string | null;
  readonly holder: string | null;
  readonly state: string | null;
}

/** Tells all runs what there is; whether any has changed. */
async function look(
  connection: Connection,
  runs: readonly FollowedRun[],
  outcomes: RunOutcome[],
): Promise<boolean> {
  const seen = await connection.query<Seen>(
    `select run.lane, run.id, run.revision, run.record, run.holder, job.state::text as state
     from degradation_lab.run
     left join degradation_lab_jobs.job on job.name = run.lane and job.id = run.job
     where run.lane = any($1) and run.id = any($2)`,
    [[...new Set(runs.map(({ lane }) => lane))], runs.map(({ id }) => id)],
  );
  const byId = new Map(seen.map(one => [`${one.lane} ${one.id}`, one]));
  let changed = false;
  for (const run of runs) {
    const now = byId.get(`${run.lane} ${run.id}`);
    if (!now) continue;
    if (await run.see(now)) changed = true;
    if (run.outcome) outcomes.push(run.outcome);
  }
  return changed;
}

/** A run of the queue, as far as it has come here. */
class FollowedRun {
  readonly id: string;
  readonly lane: string;
  outcome: RunOutcome | null = null;
  readonly #connection: Connection;
  readonly #folder: RunFolder;
  readonly #config: PlannedRun['config'];
  readonly #emit: Emit<SuiteEvent>;
  #revision = '';
  #isStarted = false;
  #epoch = -1;
  #holder: string | null = null;

  constructor(
    connection: Connection,
    folder: RunFolder,
    lane: string,
    { id, config }: PlannedRun,
    emit: Emit<SuiteEvent>,
  ) {
    this.#connection = connection;
    this.#folder = folder;
    this.lane = lane;
    this.id = id;
    this.#config = config;
    this.#emit = emit;
  }

  get hasEnded(): boolean {
    return this.outcome !== null;
  }

  /** Writes what is new, and tells of it; whether there was anything. */
  async see({ revision, record: text, holder, state }: Seen): Promise<boolean> {
    const record = text === null ? null : runRecordSchema.parse(JSON.parse(text));
    const isNew = revision !== this.#revision;
    if (isNew) {
      const texts = await textsOf(this.#connection, this.lane, this.id);
      if (record && !(await mirror(this.#folder, texts, text!))) return false;
      this.#revision = revision;
      this.#tell(record, texts.get('epochs'), holder);
    }
    this.#end(record, state);
    return isNew;
  }

  #tell(record: RunRecord | null, epochs: string | undefined, holder: string | null): void {
    const { id: run } = this;
    if (holder !== this.#holder && holder !== null)
      this.#emit({ type: 'run-note', run, text: `is trained by ${holder}` });
    this.#holder = holder;
    if (!record || !epochs) return;
    const rows = fromText(epochRowSchema, epochs, `epochs.csv of ${run}`);
    // Before the first epoch ends the table may come more than once without a row.
    if (!this.#isStarted) this.#emit({ type: 'run-started', run, epoch: 0, config: this.#config });
    this.#isStarted = true;
    for (const { epoch, train_error_pct: trainErrorPct, test_error_pct: testErrorPct } of rows) {
      if (epoch <= this.#epoch) continue;
      this.#epoch = epoch;
      this.#emit({
        type: 'epoch',
        run,
        epoch,
        epochs: this.#config.recipe.epochs,
        trainErrorPct,
        testErrorPct,
      });
    }
  }

  #end(record: RunRecord | null, state: string | null): void {
    const { id: run } = this;
    if (isDone(record)) {
      this.outcome = record.status;
      this.#emit({ type: 'run-ended', run, status: record.status });
      return;
    }
    const gone = {
      cancelled: 'was cancelled',
      failed: record?.error ?? 'was given up after repeated crashes',
    };
    const reason = gone[state as keyof typeof gone];
    if (reason === undefined) return;
    this.outcome = 'failed';
    const error = `${reason}; npm run suite -- queue retry tries it again`;
    this.#emit({ type: 'run-ended', run, status: 'failed', error });
  }
}

/** Writes a run as the queue has it; false where another process has its folder just now. */
async function mirror(
  folder: RunFolder,
  texts: ReadonlyMap<string, string>,
  record: string,
): Promise<boolean> {
  const token = randomUUID();
  const since = new Date().toISOString();
  if (!(await take(folder.path, { token, host: hostname(), pid: process.pid, since }))) return false;
  try {
    const files = new FencedWriter(folder.path, token);
    // Of an earlier start without a queue: it knows of other tables.
    await files.remove(folder.file(CHECKPOINT));
    for (const name of [...probesOnRequest, 'predictions']) {
      if (!texts.has(name)) await files.remove(folder.file(`${name}.csv`));
    }
    for (const [name, text] of texts) await files.write(folder.file(`${name}.csv`), text);
    await files.write(folder.file('run.json'), record);
    return true;
  } finally {
    await release(folder.path, token);
  }
}
