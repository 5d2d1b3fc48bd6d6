import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineChoice } from '../engine/registry.ts';
import { ExperimentFolder } from '../results/experiment-folder.ts';
import { readPackedOrNot } from '../results/packed.ts';
import { type EpochRow, type RunRecord, runTables } from '../results/schema.ts';
import { relativeCost } from '../suite/plan.ts';
import { openEngine } from '../suite/prepare.ts';
import { runAll } from '../suite/scheduler.ts';
import { sourceVersion } from '../suite/source.ts';

/** How far another arithmetic may lead: training amplifies rounding, so that only the beginning can be compared closely. */
export const BOUNDS = {
  /** Losses before training, as a share. */
  firstLoss: 1e-3,
  /** Errors after the last epoch, in percentage points. */
  lastErrorPoints: 10,
} as const;

/** What became of a published run when it was trained again. */
export interface Retrained {
  readonly experiment: string;
  readonly run: string;
  /** Whether this machine computes as the one did that the rows are of. */
  readonly sameArithmetic: boolean;
  readonly complaints: readonly string[];
}

/** The published run that takes the least work. @returns null where nothing is published */
export async function shortestRun(
  resultsFolder: string,
  experiments: readonly string[],
): Promise<{ experiment: string; record: RunRecord } | null> {
  let shortest: { experiment: string; record: RunRecord } | null = null;
  for (const experiment of experiments) {
    const folder = new ExperimentFolder(resultsFolder, experiment);
    for (const id of await folder.runIds()) {
      const record = await folder.run(id).readRecord();
      if (record?.status !== 'finished') continue;
      if (!shortest || relativeCost(record.config) < relativeCost(shortest.record.config))
        shortest = { experiment, record };
    }
  }
  return shortest;
}

/**
 * Trains a published run again, in a folder of its own that is removed, and compares rows: to the byte where the
 * arithmetic is the same, within `BOUNDS` otherwise.
 *
 * @throws UsageError for an engine that is not available here; the signal's reason when it aborts
 */
export async function retrain(
  resultsFolder: string,
  experiment: string,
  record: RunRecord,
  engine: EngineChoice,
  signal: AbortSignal,
): Promise<Retrained> {
  const place = await mkdtemp(join(tmpdir(), 'retrain-'));
  const opened = await openEngine({ engine, threads: 1 });
  try {
    const task = {
      experiment,
      id: record.id,
      config: record.config,
      store: { type: 'folder', folder: place } as const,
      engine: opened.engine.name,
      threads: 1,
      source: sourceVersion(),
      regularizerFiles: [],
    };
    let error: string | undefined;
    await runAll([task], {
      workers: 1,
      worker: opened.worker,
      signal,
      onEnded: async () => {},
      emit(event) {
        if (event.type === 'run-ended') error = event.error;
      },
    });
    const sameArithmetic = opened.engine.arithmetic === record.engine.arithmetic;
    const [published, again] = [resultsFolder, place].map(folder =>
      new ExperimentFolder(folder, experiment).run(record.id),
    );
    const compare = sameArithmetic ? differingTables : beyondBounds;
    const complaints = error === undefined ? await compare(published!, again!) : [`it failed: ${error}`];
    return { experiment, run: record.id, sameArithmetic, complaints };
  } finally {
    opened.worker.end();
    await rm(place, { recursive: true, force: true });
  }
}

type Run = ReturnType<ExperimentFolder['run']>;

async function differingTables(published: Run, again: Run): Promise<string[]> {
  const complaints: string[] = [];
  for (const name of [...Object.keys(runTables).filter(table => table !== 'timing'), 'predictions']) {
    const [one, other] = await Promise.all(
      [published, again].map(run => readPackedOrNot(run.file(`${name}.csv`)).then(withRows, () => null)),
    );
    if (one !== null && one !== other) complaints.push(`${name}.csv has other bytes`);
  }
  return complaints;
}

/** A table without rows is as good as none: those that a run did not fill were once written all the same. */
function withRows(text: string): string | null {
  return text.indexOf('\n') < text.length - 1 ? text : null;
}

async function beyondBounds(published: Run, again: Run): Promise<string[]> {
  const [before, now] = await Promise.all([published, again].map(run => run.readTable('epochs')));
  const complaints: string[] = [];
  const compare = (what: string, distance: number, bound: number) => {
    if (!(distance <= bound))
      complaints.push(`${what} is ${distance.toPrecision(3)} away, at most ${bound} was expected`);
  };
  const [first, last] = [0, -1].map(at => [before!.at(at), now!.at(at)] as [EpochRow, EpochRow]);
  for (const column of ['train_loss', 'test_loss'] as const) {
    const [one, other] = first!.map(row => row[column]) as [number, number];
    compare(`${column} before training`, Math.abs(other / one - 1), BOUNDS.firstLoss);
  }
  for (const column of ['train_error_pct', 'test_error_pct'] as const) {
    const [one, other] = last!.map(row => row[column]) as [number, number];
    compare(`${column} in the end`, Math.abs(other - one), BOUNDS.lastErrorPoints);
  }
  return complaints;
}
