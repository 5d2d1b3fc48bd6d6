import { join } from 'node:path';
import { z } from 'zod';
import { diskFiles, type LeaseFiles } from './files.ts';

/*
 * Who writes a run's folder. In there lie
 *
 *   lease-3.json            who took it, for the third time; stays
 *   lease-<token>/          for as long as it is held: the holder's temporary files, and a counter that it raises
 *
 * The highest number counts. It is held while the folder of its token exists; otherwise the next number is free, and
 * whoever links it first has it. To take over from a holder that is gone is to move its folder away, and then to do the
 * same. Everything that a holder writes is renamed out of its folder: one that wakes up finds nothing to rename, so there
 * is no moment at which two can write. No clock is compared with another's: a challenger watches the counter.
 */

const holderSchema = z.object({ token: z.string(), host: z.string(), pid: z.int(), since: z.string() });
/** A process that trains. `token` is random, and new for each attempt. */
export type Holder = z.infer<typeof holderSchema>;

/** A lease that somebody holds, at one moment. */
export interface Sight {
  /** `null` where its file cannot be read. */
  readonly holder: Holder | null;
  /** The same twice: nothing was heard of the holder between. */
  readonly mark: string;
}

const NUMBERED = /^lease-(\d+)\.json$/;
export const fenceOf = (folder: string, token: string): string => join(folder, `lease-${token}`);
const numbered = (folder: string, number: number): string => join(folder, `lease-${number}.json`);
export const counterOf = (folder: string, token: string): string => join(fenceOf(folder, token), 'counter');

const numbersIn = (names: readonly string[]): number[] =>
  names.flatMap(name => Number(NUMBERED.exec(name)?.[1] ?? [])).filter(Number.isInteger);

/** Who holds a folder now; `null` when it is free. */
export async function look(folder: string, files: LeaseFiles = diskFiles): Promise<Sight | null> {
  const names = await files.list(folder);
  const number = Math.max(0, ...numbersIn(names));
  if (number === 0) return null;
  const text = (await files.read(numbered(folder, number))) ?? '';
  const holder = parseHolder(text);
  if (!holder) return { holder, mark: `${number} ${text}` };
  if (!names.includes(`lease-${holder.token}`)) return null;
  return { holder, mark: `${holder.token} ${await files.read(counterOf(folder, holder.token))}` };
}

function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Tries once to take a folder's lease.
 *
 * @param lost what was seen, and stood still, of a holder that may be replaced
 * @returns whether it is ours now
 */
export async function take(
  folder: string,
  holder: Holder,
  lost: Sight | null = null,
  files: LeaseFiles = diskFiles,
): Promise<boolean> {
  const seen = await look(folder, files);
  if (seen && seen.mark !== lost?.mark) return false;
  const fence = fenceOf(folder, holder.token);
  const others = await tryToLink(folder, holder, seen, files).catch((error: NodeJS.ErrnoException) => {
    // Whoever was faster has cleared away the folder of what seemed to be an attempt given up.
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!others) {
    await files.remove(fence).catch(() => {});
    return false;
  }
  for (const name of others) await files.remove(join(folder, name)).catch(() => {});
  return true;
}

/** What of earlier leases lies around, when it succeeded; else `null`. */
async function tryToLink(
  folder: string,
  holder: Holder,
  seen: Sight | null,
  files: LeaseFiles,
): Promise<string[] | null> {
  const fence = fenceOf(folder, holder.token);
  // Also has a client of NFS look at the folder anew.
  await files.makeFolder(fence);
  await files.write(counterOf(folder, holder.token), '0');
  const own = join(fence, 'lease.json');
  await files.write(own, `${JSON.stringify(holder)}\n`);
  // Of several that do so one succeeds; to the others it is as free as to that one.
  if (seen?.holder) await moveAway(fenceOf(folder, seen.holder.token), join(fence, 'lost'), files);
  const names = await files.list(folder);
  const number = Math.max(0, ...numbersIn(names)) + 1;
  const holds = await look(folder, files);
  const isFree = holds === null || (holds.holder === null && holds.mark === seen?.mark);
  if (!isFree || !(await linked(own, numbered(folder, number), files))) return null;
  if (Math.max(...numbersIn(await files.list(folder))) !== number) {
    // The number was free because it had been used long ago.
    await files.remove(numbered(folder, number));
    return null;
  }
  return names.filter(name => name !== `lease-${holder.token}` && /^(lease|released)-/.test(name));
}

async function moveAway(from: string, to: string, files: LeaseFiles): Promise<void> {
  try {
    await files.rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function linked(own: string, target: string, files: LeaseFiles): Promise<boolean> {
  try {
    await files.link(own, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // NFS asks again when an answer is lost, and is told that what it has just made exists.
    return (await files.read(target)) === (await files.read(own));
  }
}

/** Gives a lease up, also for a process that has ended; nothing happens when it was lost before. */
export async function release(folder: string, token: string, files: LeaseFiles = diskFiles): Promise<void> {
  const released = join(folder, `released-${token}`);
  await moveAway(fenceOf(folder, token), released, files);
  // What is left of it the next holder removes.
  await files.remove(released).catch(() => {});
}
