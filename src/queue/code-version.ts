import { ownSources } from '../arithmetic/key.ts';
import type { RunRecord } from '../results/schema.ts';

/**
 * What stands for one version of this program: its commit, and a hash of its sources where these are not what was committed, or
 * there is no telling. Runs of one version are trained by workers of the same.
 */
export function codeVersion({ commit, dirty }: RunRecord['source']): string {
  const short = commit.slice(0, 12);
  return dirty || commit === 'unknown' ? `${short}-${ownSources().slice(0, 12)}` : short;
}
