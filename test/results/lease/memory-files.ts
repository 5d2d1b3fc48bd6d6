import { dirname } from 'node:path';
import type { LeaseFiles } from '../../../src/results/lease/files.ts';

export interface Faults {
  /** Awaited before each operation: others may come between, or this one never goes on. */
  readonly turn?: () => Promise<void>;
  /** Whether the answer to an operation that was done is lost, so that it is asked for, and refused, once more. */
  readonly isAnswerLost?: () => boolean;
}

/** A file system in memory, seen by several clients that share `entries`: paths with contents, `null` for folders. */
export function memoryFiles(
  entries: Map<string, string | null>,
  { turn = async () => {}, isAnswerLost = () => false }: Faults = {},
): LeaseFiles {
  const fail = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
  const below = (path: string) =>
    [...entries.keys()].filter(key => key === path || key.startsWith(`${path}/`));
  return {
    async list(folder) {
      await turn();
      return below(folder).flatMap(path => (dirname(path) === folder ? [path.slice(folder.length + 1)] : []));
    },
    async makeFolder(path) {
      await turn();
      for (let each = path; each !== '/'; each = dirname(each)) entries.set(each, null);
    },
    async write(path, text) {
      await turn();
      if (!entries.has(dirname(path))) return fail('ENOENT');
      entries.set(path, text);
    },
    async read(path) {
      await turn();
      return entries.get(path) ?? null;
    },
    async link(from, to) {
      await turn();
      if (!entries.has(from)) return fail('ENOENT');
      if (entries.has(to)) return fail('EEXIST');
      entries.set(to, entries.get(from)!);
      if (isAnswerLost()) return fail('EEXIST');
    },
    async rename(from, to) {
      await turn();
      if (!entries.has(from) || !entries.has(dirname(to))) return fail('ENOENT');
      for (const path of below(from)) {
        entries.set(to + path.slice(from.length), entries.get(path)!);
        entries.delete(path);
      }
      if (isAnswerLost()) return fail('ENOENT');
    },
    async remove(path) {
      await turn();
      for (const each of below(path)) entries.delete(each);
    },
  };
}
