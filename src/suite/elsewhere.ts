import { ExperimentFolder } from '../results/experiment-folder.ts';
import type { Holder, Sight } from '../results/lease/protocol.ts';
import { takeoverMilliseconds } from '../results/lease/times.ts';
import { standsStill } from '../results/lease/watch.ts';
import { isDone } from '../results/run-folder.ts';
import type { RunOutcome } from '../results/schema.ts';
import type { Emit, RunEvent } from './events.ts';
import type { FolderTask } from './execute-run.ts';

/** How it went with a run that somebody else has: ended, or to be trained here after all. */
export type Elsewhere = { readonly outcome: RunOutcome } | { readonly lost: Sight | null };

/**
 * Follows a run that another process trains, and tells of its epochs, until it has ended or that process is gone.
 *
 * @throws the signal's reason
 */
export async function followElsewhere(
  { store, experiment, id, config }: FolderTask,
  emit: Emit<RunEvent>,
  signal: AbortSignal,
): Promise<Elsewhere> {
  const folder = new ExperimentFolder(store.folder, experiment).run(id);
  const note = (text: string) => emit({ type: 'run-note', run: id, text });
  let told: string | null = null;
  let known: number | null = null;
  const lost = await standsStill(folder.path, {
    signal,
    async onLook({ holder }) {
      if (told !== (holder?.token ?? '')) note(`is trained by ${nameOf(holder)}`);
      told = holder?.token ?? '';
      const row = (await folder.readTable('epochs').catch(() => [])).at(-1);
      if (row && known !== null && row.epoch > known) {
        const [trainErrorPct, testErrorPct] = [row.train_error_pct, row.test_error_pct];
        emit({
          type: 'epoch',
          run: id,
          epoch: row.epoch,
          epochs: config.recipe.epochs,
          trainErrorPct,
          testErrorPct,
        });
      }
      known = row?.epoch ?? known ?? -1;
    },
  });
  if (lost) {
    note(`nothing was heard of ${nameOf(lost.holder)} for ${takeoverMilliseconds() / 1000} s; is taken over`);
    return { lost };
  }
  const record = await folder.readRecord().catch(() => null);
  if (!isDone(record)) return { lost: null };
  emit({ type: 'run-ended', run: id, status: record.status });
  return { outcome: record.status };
}

export function nameOf(holder: Holder | null): string {
  return holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
}
