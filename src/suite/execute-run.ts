import { setImmediate } from 'node:timers/promises';
import { type RunEngine, withArithmetic } from '../arithmetic/index.ts';
import { StorageFullError } from '../atomic-file.ts';
import { type LoadedData, sourceOf } from '../data/index.ts';
import { openEngine } from '../engine/index.ts';
import { descriptorOf, type EngineChoice } from '../engine/registry.ts';
import { parametersOf } from '../model/layer-shapes.ts';
import type { Network } from '../model/network.ts';
import { framesIn } from '../regularizers/own-frames.ts';
import { loadSameRegularizerFile, type RegularizerFile } from '../regularizers/registry.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { Lease, LeaseLostError } from '../results/lease/lease.ts';
import type { Sight } from '../results/lease/protocol.ts';
import { CHECKPOINT, isDone, type RunFolder, type TableSizes } from '../results/run-folder.ts';
import { RESULTS_SCHEMA, type RunRecord } from '../results/schema.ts';
import type { RunConfig } from '../run/config.ts';
import {
  type Checkpoint,
  DamagedCheckpointError,
  putAside,
  readCheckpoint,
  writeCheckpoint,
} from '../train/checkpoint.ts';
import { type EpochRecord, train } from '../train/loop.ts';
import { finalLayers } from '../train/run-layers.ts';
import type { Emit, RunEvent } from './events.ts';
import { requireHeapFor } from './heap-check.ts';
import { probeRows, rowsOf, type TableRows } from './rows.ts';
import { networkAfter } from './run-network.ts';
import { setAsideOtherArithmetic } from './set-aside.ts';
/** All that a worker needs to know. */
export interface RunTask {
  readonly experiment: string;
  readonly id: string;
  readonly config: RunConfig;
  readonly resultsFolder: string;
  readonly engine: EngineChoice;
  readonly threads: number;
  readonly source: RunRecord['source'];
  /** Where others may work at the same runs: how to take the lease, and to leave alone what they have finished. */
  readonly lease?: { readonly token: string; readonly lost: Sight | null };
  /** Files of a user's own whose regularizers `config` may name. */
  readonly regularizerFiles: readonly RegularizerFile[];
}

/** Step events are for the eye: more than this many a second are no use. */
const STEP_EVENT_MILLISECONDS = 250;

/**
 * Trains one run from its beginning or from its last checkpoint, leaving everything it measured in its folder.
 * A failure is written there too, and told as an event. Nobody else writes there meanwhile: it takes the run's lease.
 *
 * @returns `held` when somebody else had the lease, or took it over; then the end is theirs to tell
 * @throws StorageFullError
 */
export async function executeRun(
  task: RunTask,
  loadData: (dataset: string) => Promise<LoadedData>,
  emit: Emit<RunEvent>,
): Promise<'held' | 'ended'> {
  const experiment = new ExperimentFolder(task.resultsFolder, task.experiment);
  const folder = experiment.run(task.id);
  const engine = await withArithmetic(await openEngine(task.engine, task.threads));
  const lease = await Lease.take(folder.path, task.lease?.token, task.lease?.lost);
  if (!lease) return 'held';
  try {
    const record = task.lease ? await folder.readRecord().catch(() => null) : null;
    if (isDone(record)) {
      emit({ type: 'run-ended', run: task.id, status: record.status });
      return 'ended';
    }
    const setAside = await setAsideOtherArithmetic(experiment, task.id, engine, lease);
    if (setAside) emit({ type: 'run-note', run: task.id, text: setAside });
    await trainHeld(task, folder.through(lease), engine, loadData, emit);
    return 'ended';
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    emit({ type: 'run-note', run: task.id, text: error.message });
    return 'held';
  } finally {
    await lease.release();
  }
}

async function trainHeld(
  task: RunTask,
  folder: RunFolder,
  engine: RunEngine,
  loadData: (dataset: string) => Promise<LoadedData>,
  emit: Emit<RunEvent>,
): Promise<void> {
  let record = await firstRecord(task, folder, engine);
  try {
    for (const file of task.regularizerFiles) await loadSameRegularizerFile(file);
    await requireHeapFor([task], descriptorOf(engine));
    const data = await loadData(task.config.data.dataset);
    const checkpoint = await resumePoint(task, folder, emit);
    const network = networkAfter(checkpoint?.snapshot.epoch ?? 0, task.config);
    record = {
      ...record,
      dataset: describeDataset(data.sha256, task.config),
    };
    if (!checkpoint) await begin(folder);
    await folder.writeRecord(record);
    const { status, restored } = await trainAndRecord(task, folder, network, data, checkpoint, emit);
    if (restored !== undefined) record = { ...record, restored_epoch: restored };
    await folder.writeRecord(await ended(folder, record, status));
    emit({ type: 'run-ended', run: task.id, status });
  } catch (error) {
    // It is not the run that failed; and there would be no writing that it did.
    if (error instanceof StorageFullError || error instanceof LeaseLostError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    // Whoever reads a run expects its tables, however early it failed.
    await folder.tableSizes().catch(() => folder.begin());
    await folder.writeRecord({ ...(await ended(folder, record, 'failed')), error: reason });
    const frames = framesIn(
      task.regularizerFiles.map(({ path }) => path),
      error,
    );
    emit({
      type: 'run-ended',
      run: task.id,
      status: 'failed',
      error: reason,
      ...(frames.length > 0 && { frames }),
    });
  }
}

/** Frees the network in the end. */
async function trainAndRecord(
  { id, config }: RunTask,
  folder: RunFolder,
  initial: Network,
  data: LoadedData,
  checkpoint: Checkpoint | null,
  emit: Emit<RunEvent>,
): Promise<{ status: 'finished' | 'diverged'; restored?: number }> {
  const splits = data.splits(config.data, config.seed);
  emit({ type: 'run-started', run: id, epoch: checkpoint?.snapshot.epoch ?? 0, config });
  let network = initial;
  let epochStarted = performance.now();
  let lastStepEvent = 0;
  let steps = 0;
  try {
    for await (const record of train(config, network, splits, checkpoint?.snapshot)) {
      if (record.type === 'diverged') return { status: 'diverged' };
      if (record.type === 'restored') return { status: 'finished', restored: record.epoch };
      if (record.type === 'grown') {
        network.dispose();
        network = record.network;
        continue;
      }
      if (record.type === 'probe') {
        await append(folder, probeRows(id, config, record));
        continue;
      }
      if (record.type === 'step') {
        steps++;
        const now = performance.now();
        if (now - lastStepEvent < STEP_EVENT_MILLISECONDS) continue;
        lastStepEvent = now;
        const imagesPerSecond = (1000 * steps * config.recipe.batchSize) / (now - epochStarted);
        emit({ type: 'step', run: id, step: record.step, totalSteps: record.totalSteps, imagesPerSecond });
        continue;
      }
      await keep(folder, id, config, record, (performance.now() - epochStarted) / 1000);
      epochStarted = performance.now();
      steps = 0;
      const { epoch, trainErrorPct, testErrorPct } = record;
      emit({ type: 'epoch', run: id, epoch, epochs: config.recipe.epochs, trainErrorPct, testErrorPct });
    }
    return { status: 'finished' };
  } finally {
    network.dispose();
  }
}

/** Rows first, then the checkpoint that knows how long the tables are: a crash between the two loses nothing. */
async function keep(
  folder: RunFolder,
  id: string,
  config: RunConfig,
  record: EpochRecord,
  seconds: number,
): Promise<void> {
  const rows = rowsOf(id, config, record, seconds);
  await noticeEndOfParent();
  await append(folder, rows);
  const sizes = await folder.tableSizes();
  await writeCheckpoint(folder.file(CHECKPOINT), await record.snapshot(), sizes, folder.files);
}

async function append(folder: RunFolder, tables: readonly TableRows[]): Promise<void> {
  for (const [name, rows] of tables) await folder.append(name, rows as never);
}

/**
 * Two turns of the event loop: if the parent died during the epoch, this process ends here, before it writes into
 * a folder that by now may belong to another suite.
 */
async function noticeEndOfParent(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Empty tables, and no checkpoint that knows of longer ones. */
async function begin(folder: RunFolder): Promise<void> {
  await folder.files.remove(folder.file(CHECKPOINT));
  await folder.begin();
}

/** The checkpoint to go on from, with the tables cut back to it; null when the run has to begin (again). */
async function resumePoint(
  { id }: RunTask,
  folder: RunFolder,
  emit: Emit<RunEvent>,
): Promise<Checkpoint | null> {
  const note = (text: string) => emit({ type: 'run-note', run: id, text });
  try {
    const checkpoint = await readCheckpoint(folder.file(CHECKPOINT));
    if (!checkpoint || !(await folder.readRecord())) return null;
    await folder.truncate(checkpoint.companion as TableSizes);
    return checkpoint;
  } catch (error) {
    if (error instanceof DamagedCheckpointError) {
      const aside = await putAside(folder.file(CHECKPOINT), folder.files);
      note(`${error.message}; begins again, the damaged file is kept as ${aside}`);
    } else {
      note(`cannot be resumed (${(error as Error).message}); begins again`);
    }
    return null;
  }
}

async function firstRecord(task: RunTask, folder: RunFolder, engine: RunEngine): Promise<RunRecord> {
  const earlier = await folder.readRecord().catch(() => null);
  return {
    schema: RESULTS_SCHEMA,
    id: task.id,
    experiment: task.experiment,
    config: task.config,
    status: 'running',
    parameters: parametersOf(finalLayers(task.config)),
    engine: { ...engine, versions: { ...engine.versions } },
    dataset: { ...describeDataset('', task.config), train: 0, val: 0, test: 0 },
    source: task.source,
    started: earlier?.started ?? new Date().toISOString(),
    finished: null,
    wall_seconds: null,
  };
}

function describeDataset(sha256: string, { data }: RunConfig): RunRecord['dataset'] {
  const { name, classes } = sourceOf(data);
  return { name, sha256, classes, train: data.trainSize, val: data.valSize, test: data.testSize };
}

/** Seconds are added up from the epochs, so that interruptions do not count. */
async function ended(folder: RunFolder, record: RunRecord, status: RunRecord['status']): Promise<RunRecord> {
  const timing = await folder.readTable('timing').catch(() => []);
  const seconds = timing.reduce((sum, row) => sum + row.seconds, 0);
  return { ...record, status, finished: new Date().toISOString(), wall_seconds: Number(seconds.toFixed(3)) };
}
