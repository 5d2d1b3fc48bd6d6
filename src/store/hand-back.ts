import type { Attempt, Boss, Executor } from '../queue/types.ts';

/** The queue lets no job be active for more than a day. */
const HAND_ON_SECONDS = 20 * 3600;

/**
 * For how long a worker keeps one job: after that its run goes on as a new one, from its last checkpoint. Tests have it shorter by
 * `DEGRADATION_LAB_HAND_ON_SECONDS`.
 */
export function handOnMilliseconds(): number {
  return 1000 * Number(process.env.DEGRADATION_LAB_HAND_ON_SECONDS || HAND_ON_SECONDS);
}

/** Makes a new job of one that its worker gives up, so that it does not count as a crash; nothing of one that it lost. */
export async function handBack(
  boss: Boss,
  db: Executor,
  { lane, id, job }: { readonly lane: string; readonly id: string; readonly job: Attempt },
): Promise<void> {
  const { affected } = await boss.complete(lane, job, null, { db });
  if (affected !== 1) return;
  const { rows } = await db.executeSql(
    'select priority from degradation_lab.run where lane = $1 and id = $2',
    [lane, id],
  );
  const { priority } = rows[0] as { priority: number };
  const next = await boss.send(lane, { run: id }, { db, priority });
  await db.executeSql(
    'update degradation_lab.run set job = $3, holder = null, revision = revision + 1 where lane = $1 and id = $2',
    [lane, id, next],
  );
}
