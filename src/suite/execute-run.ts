import { setImmediate } from 'node:timers/promises';
import { type RunEngine, withArithmetic } from '../arithmetic/index.ts';
import { StorageFullError } from '../atomic-file.ts';
import { type LoadedData, sourceOf } from '../data/index.ts';
import { openEngine } from '../engine/index.ts';
import { descriptorOf, type EngineChoice } from '../engine/registry.ts';
import { parametersOf } from '../model/layer-shapes.ts';
import type { Network } from '../model/network.ts';
import { loadSameRegularizerFile, type RegularizerFile } from '../regularizers/files.ts';
import { framesIn } from '../regularizers/own-frames.ts';
import { LeaseLostError } from '../results/lease/lease.ts';
import { RESULTS_SCHEMA, type RunRecord } from '../results/schema.ts';
import type { RunConfig } from '../run/config.ts';
import { openStore, type StoreAddress } from '../store/address.ts';
import type { FolderAddress } from '../store/folder-store.ts';
import type { HeldRun } from '../store/run-store.ts';
import { train } from '../train/loop.ts';
import { finalLayers } from '../train/run-layers.ts';
import type { Snapshot } from '../train/snapshot.ts';
import type { Emit, RunEvent } from './events.ts';
import { requireHeapFor } from './heap-check.ts';
import { predictionsOf, probeRows, rowsOf } from './rows.ts';
import { networkAfter } from './run-network.ts';

/** All that a worker needs to know. */
export interface RunTask {
  readonly experiment: string;
  readonly id: string;
  readonly config: RunConfig;
  readonly store: StoreAddress;
  readonly engine: EngineChoice;
  readonly threads: number;
  readonly source: RunRecord['source'];
  /** Files of a user's own whose regularizers `config` may name. */
  readonly regularizerFiles: readonly RegularizerFile[];
}

/** One that is kept in a results folder. */
export type FolderTask = RunTask & { readonly store: FolderAddress };

/** Step events are for the eye: more than this many a second are no use. */
const STEP_EVENT_MILLISECONDS = 250;

/**
 * Trains one run from its beginning or from its last checkpoint, leaving everything it measured in its store.
 * A failure is written there too, and told as an event. Nobody else writes the run meanwhile.
 *
 * @returns `held` when somebody else had the run, or took it over; then the end is theirs to tell
 * @throws StorageFullError
 */
export async function executeRun(
  task: RunTask,
  loadData: (dataset: string) => Promise<LoadedData>,
  emit: Emit<RunEvent>,
): Promise<'held' | 'ended'> {
  const engine = await withArithmetic(await openEngine(task.engine, task.threads));
  const store = openStore(task.store);
  try {
    const claim = await store.claim(task, engine.arithmetic);
    if (claim.type === 'held') return 'held';
    if (claim.type === 'ended') emit({ type: 'run-ended', run: task.id, status: claim.status });
    else await trainAndRelease({ task, run: claim.run, engine, loadData, emit });
    return 'ended';
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    emit({ type: 'run-note', run: task.id, text: error.message });
    return 'held';
  } finally {
    await store.close();
  }
}

/** A run that was taken, and what it is trained with. */
interface TakenRun {
  readonly task: RunTask;
  readonly run: HeldRun;
  readonly engine: RunEngine;
  readonly loadData: (dataset: string) => Promise<LoadedData>;
  readonly emit: Emit<RunEvent>;
}

async function trainAndRelease(taken: TakenRun): Promise<void> {
  const { task, run, emit } = taken;
  try {
    if (run.note) emit({ type: 'run-note', run: task.id, text: run.note });
    await trainHeld(taken);
  } finally {
    await run.release();
  }
}

async function trainHeld({ task, run, engine, loadData, emit }: TakenRun): Promise<void> {
  let record = firstRecord(task, run, engine);
  try {
    for (const file of task.regularizerFiles) await loadSameRegularizerFile(file);
    await requireHeapFor([task], descriptorOf(engine));
    const data = await loadData(task.config.data.dataset);
    const { snapshot, note } = await run.load();
    if (note) emit({ type: 'run-note', run: task.id, text: note });
    const network = networkAfter(snapshot?.epoch ?? 0, task.config);
    record = { ...record, dataset: describeDataset(data.sha256, task.config) };
    await run.keep({ record });
    const { status, restored } = await trainAndKeep(task, run, network, data, snapshot, emit);
    if (restored !== undefined) record = { ...record, restored_epoch: restored };
    await run.finish(ended(record, status));
    emit({ type: 'run-ended', run: task.id, status });
  } catch (error) {
    // It is not the run that failed; and there would be no writing that it did.
    if (error instanceof StorageFullError || error instanceof LeaseLostError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    await run.finish({ ...ended(record, 'failed'), error: reason });
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
async function trainAndKeep(
  { id, config }: RunTask,
  run: HeldRun,
  initial: Network,
  data: LoadedData,
  snapshot: Snapshot | null,
  emit: Emit<RunEvent>,
): Promise<{ status: 'finished' | 'diverged'; restored?: number }> {
  const splits = data.splits(config.data, config.seed);
  emit({ type: 'run-started', run: id, epoch: snapshot?.epoch ?? 0, config });
  let network = initial;
  let epochStarted = performance.now();
  let lastStepEvent = 0;
  let steps = 0;
  try {
    for await (const record of train(config, network, splits, snapshot ?? undefined)) {
      if (record.type === 'diverged') return { status: 'diverged' };
      if (record.type === 'restored') return { status: 'finished', restored: record.epoch };
      if (record.type === 'grown') {
        network.dispose();
        network = record.network;
        continue;
      }
      if (record.type === 'probe') {
        await run.keep({ rows: probeRows(id, config, record) });
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
      const rows = rowsOf(id, config, record, (performance.now() - epochStarted) / 1000);
      await noticeEndOfParent();
      const predictions = predictionsOf(record);
      await run.keep({ rows, ...(predictions && { predictions }), snapshot: await record.snapshot() });
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

/**
 * Two turns of the event loop: if the parent died during the epoch, this process ends here, before it writes into
 * a folder that by now may belong to another suite.
 */
async function noticeEndOfParent(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

function firstRecord(task: RunTask, { started }: HeldRun, engine: RunEngine): RunRecord {
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
    started: started ?? new Date().toISOString(),
    finished: null,
    wall_seconds: null,
  };
}

function describeDataset(sha256: string, { data }: RunConfig): RunRecord['dataset'] {
  const { name, classes } = sourceOf(data);
  return { name, sha256, classes, train: data.trainSize, val: data.valSize, test: data.testSize };
}

function ended(record: RunRecord, status: RunRecord['status']): RunRecord {
  return { ...record, status, finished: new Date().toISOString() };
}
