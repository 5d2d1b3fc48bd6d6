import test, { type ExecutionContext } from 'ava';
import { LeaseLostError } from '../../src/results/lease/lease.ts';
import { type Predictions, predictionsText } from '../../src/results/predictions.ts';
import type { RunRecord, TableRows } from '../../src/results/schema.ts';
import type { HeldRun, Kept, RunName, RunStore } from '../../src/store/run-store.ts';
import type { Snapshot } from '../../src/train/snapshot.ts';
import { blockRow, epochRow, gradientRow, id, record, responseRow, timingRow } from '../results/fixtures.ts';

/** One place where runs are kept, as several workers see it. */
export interface Place {
  /** Another worker, each time. */
  worker(): Promise<RunStore>;
  /** A worker that may take the run from whoever has it, as if nothing had been heard of that one for too long. */
  challenger(run: RunName): Promise<RunStore>;
  /** Contents of all tables and the record, by file name; none where there is no run. */
  contents(run: RunName): Promise<Record<string, string>>;
  /** Changes a byte of its checkpoint. */
  damageCheckpoint(run: RunName): Promise<void>;
  /** Loses rows that the checkpoint knows of. */
  shortenTables(run: RunName): Promise<void>;
}

export const run: RunName = { experiment: 'tiny', id };
export const ARITHMETIC = 'wasm';

export const running = record({ status: 'running', finished: null, wall_seconds: null });

export function rowsAt(epoch: number): TableRows[] {
  return [
    ['epochs', [epochRow(epoch)]],
    ['gradients', [{ ...gradientRow, epoch }]],
    ['responses', [{ ...responseRow, epoch }]],
    ['blocks', [{ ...blockRow, epoch }]],
    ['timing', [{ ...timingRow, epoch, seconds: 1.5 }]],
  ];
}

export function snapshotAt(epoch: number): Snapshot {
  return {
    epoch,
    step: 10 * epoch,
    optimizer: 'momentum',
    tensors: [
      { name: 'weight:stem/conv/kernel', shape: [2, 2], values: Float32Array.of(epoch, -0, 1e-40, 3e38) },
    ],
    history: [{ epoch, trainErrorPct: 90, valErrorPct: null }],
    remembered: null,
  };
}

function predictionsAt(epoch: number): Predictions {
  const split = {
    index: Int32Array.of(4, 8),
    label: Int32Array.of(1, 2),
    predicted: Int32Array.of(2, epoch),
  };
  return { epoch, train: split, test: split };
}

/** Epochs 0 to `last`, each with its checkpoint. */
async function trainTo(held: HeldRun, last: number, first = 0): Promise<void> {
  for (let epoch = first; epoch <= last; epoch++)
    await held.keep({ rows: rowsAt(epoch), snapshot: snapshotAt(epoch) });
}

/** What every store promises to those who train. @param open an empty place, for one test */
export function keepsItsPromises(store: string, open: (t: ExecutionContext) => Promise<Place>): void {
  const claimed = async (t: ExecutionContext, place: Place, from?: RunStore, arithmetic = ARITHMETIC) => {
    const claim = await (from ?? (await place.worker())).claim(run, arithmetic);
    if (claim.type !== 'taken') throw new Error(`expected to take the run; it is ${claim.type}`);
    t.teardown(() => claim.run.release());
    return claim.run;
  };
  const begun = async (t: ExecutionContext, place: Place, last: number) => {
    const held = await claimed(t, place);
    await held.load();
    await held.keep({ record: running });
    await trainTo(held, last);
    return held;
  };
  /** What a run leaves that nobody disturbed. */
  const undisturbed = async (t: ExecutionContext, last: number) => {
    const place = await open(t);
    const held = await begun(t, place, last);
    await held.finish({ ...running, status: 'finished', finished: 'then' });
    await held.release();
    return place.contents(run);
  };

  test.serial(`${store}: one of several has a run, until it gives it up`, async t => {
    const place = await open(t);
    const held = await claimed(t, place);
    const other = await place.worker();
    t.deepEqual(await other.claim(run, ARITHMETIC), { type: 'held' });
    await held.release();
    t.is((await claimed(t, place, other)).note, null);
  });

  test.serial(`${store}: of many who ask at the same time one gets the run`, async t => {
    const place = await open(t);
    const workers = await Promise.all(Array.from({ length: 6 }, () => place.worker()));
    const claims = await Promise.all(workers.map(worker => worker.claim(run, ARITHMETIC)));
    for (const claim of claims) if (claim.type === 'taken') t.teardown(() => claim.run.release());
    t.deepEqual(claims.map(({ type }) => type).sort(), ['held', 'held', 'held', 'held', 'held', 'taken']);
  });

  test.serial(`${store}: a run that nobody has begun has empty tables and nothing to go on from`, async t => {
    const place = await open(t);
    const held = await claimed(t, place);
    t.is(held.started, null);
    t.deepEqual(await held.load(), { snapshot: null, note: null });
    const { 'epochs.csv': epochs, 'run.json': json } = await place.contents(run);
    t.regex(epochs ?? '', /^run_id,kind,[a-z_,]+\n$/);
    t.is(json, undefined);
  });

  test.serial(
    `${store}: a run goes on from the last snapshot, to the bit, and with the bytes of an undisturbed one`,
    async t => {
      const place = await open(t);
      const first = await begun(t, place, 2);
      await first.release();
      const second = await claimed(t, place);
      t.is(second.started, running.started);
      t.deepEqual(await second.load(), { snapshot: snapshotAt(2), note: null });
      await trainTo(second, 4, 3);
      await second.finish({ ...running, status: 'finished', finished: 'then' });
      await second.release();
      t.deepEqual(await place.contents(run), await undisturbed(t, 4));
    },
  );

  test.serial(`${store}: rows after the last snapshot are cut off`, async t => {
    const place = await open(t);
    const first = await begun(t, place, 1);
    const before = await place.contents(run);
    await first.keep({ rows: [['gradients', [{ ...gradientRow, epoch: 2, step: 15 }]]] });
    t.not((await place.contents(run))['gradients.csv'], before['gradients.csv']);
    await first.keep({ rows: rowsAt(2) });
    await first.release();
    const second = await claimed(t, place);
    t.deepEqual((await second.load()).snapshot, snapshotAt(1));
    t.deepEqual(await place.contents(run), before);
  });

  test.serial(`${store}: a table of a probe is there once it has rows, and not before`, async t => {
    const place = await open(t);
    const first = await claimed(t, place);
    await first.load();
    await first.keep({ record: running });
    const without = (epoch: number) => rowsAt(epoch).filter(([table]) => table !== 'blocks');
    await first.keep({ rows: without(0), snapshot: snapshotAt(0) });
    const before = await place.contents(run);
    t.is(before['blocks.csv'], undefined);
    await first.keep({ rows: rowsAt(1) });
    t.is((await place.contents(run))['blocks.csv']!.split('\n').length, 3);
    await first.release();
    const second = await claimed(t, place);
    t.deepEqual((await second.load()).snapshot, snapshotAt(0));
    t.deepEqual(await place.contents(run), before);
  });

  test.serial(
    `${store}: predictions replace earlier ones, stay when a run goes on, and end with it`,
    async t => {
      const place = await open(t);
      const first = await begun(t, place, 0);
      for (const epoch of [1, 2])
        await first.keep({
          rows: rowsAt(epoch),
          predictions: predictionsAt(epoch),
          snapshot: snapshotAt(epoch),
        });
      await first.release();
      const kept = await place.contents(run);
      t.is(kept['predictions.csv'], predictionsText(predictionsAt(2)));
      const second = await claimed(t, place);
      await second.load();
      t.deepEqual(await place.contents(run), kept);
      await second.release();
      await place.damageCheckpoint(run);
      await (await claimed(t, place)).load();
      t.is((await place.contents(run))['predictions.csv'], undefined);
    },
  );

  test.serial(`${store}: a row that is no measurement changes nothing`, async t => {
    const place = await open(t);
    const held = await begun(t, place, 1);
    const before = await place.contents(run);
    const rows: TableRows[] = [['epochs', [epochRow(2, { train_loss: Number.NaN })]]];
    await t.throwsAsync(held.keep({ rows, snapshot: snapshotAt(2) }), { message: /train_loss/ });
    t.deepEqual(await place.contents(run), before);
    await held.keep({ rows: rowsAt(2), snapshot: snapshotAt(2) });
    await held.release();
    t.is((await (await claimed(t, place)).load()).snapshot?.epoch, 2);
  });

  for (const status of ['finished', 'diverged'] as const) {
    test.serial(`${store}: a run that has ${status} is not trained again`, async t => {
      const place = await open(t);
      const held = await begun(t, place, 1);
      await held.finish({ ...running, status, finished: 'then' });
      await held.release();
      const before = await place.contents(run);
      t.like(JSON.parse(before['run.json']!), { status, wall_seconds: 3 });
      t.deepEqual(await (await place.worker()).claim(run, ARITHMETIC), { type: 'ended', status });
      t.deepEqual(await place.contents(run), before);
    });
  }

  test.serial(`${store}: a run that failed goes on where it came to`, async t => {
    const place = await open(t);
    const first = await begun(t, place, 1);
    await first.finish({ ...running, status: 'failed', finished: 'then', error: 'it rained' });
    await first.release();
    t.like(JSON.parse((await place.contents(run))['run.json']!), { status: 'failed', error: 'it rained' });
    t.deepEqual((await (await claimed(t, place)).load()).snapshot, snapshotAt(1));
  });

  test.serial(`${store}: a run that failed before it began has its tables, empty`, async t => {
    const place = await open(t);
    const held = await claimed(t, place);
    await held.finish({ ...running, status: 'failed', finished: 'then', error: 'no data' });
    const contents = await place.contents(run);
    t.like(JSON.parse(contents['run.json']!), { status: 'failed', wall_seconds: 0 });
    t.is(contents['timing.csv']!.split('\n').length, 2);
  });

  test.serial(
    `${store}: what another arithmetic has measured is put aside, and the run begins again`,
    async t => {
      const place = await open(t);
      const first = await begun(t, place, 1);
      await first.release();
      const second = await claimed(t, place, undefined, 'native');
      t.regex(second.note ?? '', /^was begun with the arithmetic wasm; begins again with native/);
      t.is(second.started, null);
      t.deepEqual(await second.load(), { snapshot: null, note: null });
      t.is((await place.contents(run))['epochs.csv']!.split('\n').length, 2);
    },
  );

  test.serial(`${store}: a damaged snapshot is told of, and the run begins again`, async t => {
    const place = await open(t);
    const first = await begun(t, place, 1);
    await first.release();
    await place.damageCheckpoint(run);
    const second = await claimed(t, place);
    const { snapshot, note } = await second.load();
    t.is(snapshot, null);
    t.regex(note ?? '', /fails its checksum; begins again/);
    await second.keep({ record: running });
    await trainTo(second, 1);
    await second.finish({ ...running, status: 'finished', finished: 'then' });
    t.deepEqual(await place.contents(run), await undisturbed(t, 1));
  });

  test.serial(`${store}: a run whose tables are shorter than its snapshot says begins again`, async t => {
    const place = await open(t);
    const first = await begun(t, place, 1);
    await first.release();
    await place.shortenTables(run);
    const { snapshot, note } = await (await claimed(t, place)).load();
    t.is(snapshot, null);
    t.regex(note ?? '', /^cannot be resumed \(.*\); begins again$/);
  });

  const changes: Record<string, (held: HeldRun, kept: Kept, record: RunRecord) => Promise<unknown>> = {
    'keeps rows': (held, { rows }) => held.keep({ rows: rows! }),
    'keeps predictions': (held, { predictions }) => held.keep({ predictions: predictions! }),
    'keeps rows and a snapshot': (held, kept) => held.keep(kept),
    'writes that it runs': (held, _, told) => held.keep({ record: told }),
    'finishes it': (held, _, told) => held.finish({ ...told, status: 'finished', finished: 'then' }),
    'begins it': held => held.load(),
  };
  for (const [what, change] of Object.entries(changes)) {
    test.serial(`${store}: who lost a run changes nothing any more when it ${what}`, async t => {
      const place = await open(t);
      const slept = await begun(t, place, 1);
      const taken = await claimed(t, place, await place.challenger(run));
      t.deepEqual((await taken.load()).snapshot, snapshotAt(1));
      const before = await place.contents(run);
      const late = { rows: rowsAt(2), predictions: predictionsAt(2), snapshot: snapshotAt(2) };
      await t.throwsAsync(change(slept, late, { ...running, started: 'long ago' }), {
        instanceOf: LeaseLostError,
      });
      await slept.release();
      t.deepEqual(await place.contents(run), before);
      await trainTo(taken, 2, 2);
      await taken.finish({ ...running, status: 'finished', finished: 'then' });
      await taken.release();
      t.deepEqual(await place.contents(run), await undisturbed(t, 2));
    });
  }

  test.serial(`${store}: runs of two experiments with the same id are two`, async t => {
    const place = await open(t);
    const held = await begun(t, place, 1);
    const other = await (await place.worker()).claim({ ...run, experiment: 'other' }, ARITHMETIC);
    if (other.type !== 'taken') return t.fail(`it is ${other.type}`);
    t.is((await other.run.load()).snapshot, null);
    for (const each of [held, other.run]) await each.release();
  });
}
