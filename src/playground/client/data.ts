import { read } from '../../page/client/dom.ts';
import type { Binaries, Carried, PackedImages } from '../protocol.ts';
import type { Settings } from '../settings.ts';

/** What the page hands to its script beside its texts. */
export interface PageData {
  readonly stories: readonly {
    readonly settings: Settings;
    readonly words: Readonly<Record<string, { readonly title: string; readonly sentence: string }>>;
  }[];
  /** By data set and language. */
  readonly classes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Of the images that the page carries, if it does. */
  readonly cifar10: Omit<PackedImages, 'bytes'> | null;
  /** Whether it carries reviews of films. */
  readonly hasReviews: boolean;
}

export const pageData = read<PageData>('playground');

/** Texts that no browser runs; unpacked, they are handed to workers as they are. */
const embedded = (id: string) => document.getElementById(id)!.textContent!.trim();

export function binaries(): Binaries {
  return { backend: embedded('backend'), kernels: embedded('kernels') };
}

/** Examples of a data set that the page carries; null of one that is made up. */
export function carriedOf(dataset: string): Carried | null {
  const { cifar10, hasReviews } = pageData;
  if (dataset === 'cifar10' && cifar10) return { ...cifar10, bytes: embedded('cifar10') };
  return dataset === 'imdb' && hasReviews ? { json: embedded('imdb') } : null;
}

export function workerSource(): string {
  return embedded('worker');
}
