import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExperimentFolder } from '../../src/results/experiment-folder.ts';
import { look } from '../../src/results/lease/protocol.ts';
import { run, smallRun } from '../cli/fixtures.ts';
import { fixedTables } from '../suite/fixtures.ts';

/** Runs are long enough to be met on their way, and short enough to be repeated often. */
export const EPOCHS = 16;

/** A plan of two runs, into a folder. @param more options for another one */
export function planIn(folder: string, ...more: readonly string[]): string[] {
  return smallRun(folder, '--json', '--workers', '1', '--epochs', String(EPOCHS), ...more);
}

type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

const known = new Map<string, Promise<Tables>>();

/** What a plan leaves when nobody disturbs it: trained once in this process's life. */
function undisturbed(more: readonly string[]): Promise<Tables> {
  const key = more.join(' ');
  const before = known.get(key);
  if (before !== undefined) return before;
  const trained = train(more);
  known.set(key, trained);
  return trained;
}

async function train(more: readonly string[]): Promise<Tables> {
  const folder = mkdtempSync(join(tmpdir(), 'degradation-lab-undisturbed-'));
  try {
    const { code, stderr } = await run(planIn(folder, '--workers', '2', ...more));
    assert.equal(code, 0, stderr);
    const experiment = experimentIn(folder);
    const ids = await experiment.runIds();
    const tables = ids.map(async id => [id, await fixedTables(experiment.run(id).path)] as const);
    return Object.fromEntries(await Promise.all(tables));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function experimentIn(folder: string): ExperimentFolder {
  return new ExperimentFolder(join(folder, 'results'), 'plain-vs-residual');
}

/**
 * No run missing, none more than was asked for, no epoch twice, none missing, and all tables the same to the byte as those that
 * nobody disturbed; nobody holds anything any more.
 *
 * @param plans options of each plan that was trained into this folder
 */
export async function isAsUndisturbed(folder: string, ...plans: (readonly string[])[]): Promise<void> {
  const expected: Tables = Object.assign({}, ...(await Promise.all(plans.map(undisturbed))));
  const experiment = experimentIn(folder);
  const ids = (await experiment.runIds()).sort();
  assert.deepEqual(ids, Object.keys(expected).sort());
  for (const { record, epochs } of await experiment.readRuns(ids)) {
    assert.equal(record.status, 'finished');
    assert.deepEqual(
      epochs.map(({ epoch }) => epoch),
      Array.from({ length: record.config.recipe.epochs + 1 }, (_, i) => i),
    );
  }
  for (const id of ids) {
    assert.equal(await look(experiment.run(id).path), null, `${id} is held`);
    const tables = await fixedTables(experiment.run(id).path);
    for (const [name, text] of Object.entries(expected[id]!)) {
      assert.equal(tables[name], text, `${name} of ${id}`);
    }
  }
}
