import type { OnProgress } from '../types.ts';

/** Somewhere that a data set can be had from. */
export interface Source<Manifest> {
  /** As a person would call it in an error message. */
  readonly label: string;
  /**
   * Leaves the files of the manifest in `target`, written through to the disk. The caller verifies them.
   *
   * @throws any Error; its message becomes the reason why this source failed.
   */
  fetch(request: FetchRequest<Manifest>): Promise<void>;
}

export interface FetchRequest<Manifest> {
  /** An empty folder that becomes the cache. */
  readonly target: string;
  /** An empty folder for intermediate files, removed by the caller whatever happens. */
  readonly scratch: string;
  readonly manifest: Manifest;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
}
