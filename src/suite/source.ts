import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '../results/schema.ts';

/** The commit of this program, and whether files of it were changed; `unknown` outside a git checkout. */
export function sourceVersion(): RunRecord['source'] {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return { commit: git('rev-parse', 'HEAD'), dirty: git('status', '--porcelain') !== '' };
  } catch {
    return { commit: 'unknown', dirty: false };
  }
}
