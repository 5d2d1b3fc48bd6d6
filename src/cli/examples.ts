import { sourceOf } from '../data/registry.ts';
import type { FindExamples } from '../reports/examples.ts';

/** What pages show of single examples. @param images false for pages without them */
export function examplesFor({ images }: { readonly images: boolean }): FindExamples {
  return async dataset => {
    const { classNames, openImages } = sourceOf({ dataset });
    if (!openImages) return { classNames, images: 'none' };
    if (!images) return { classNames, images: 'left out' };
    // What cannot be opened is not at hand: no report fails for want of pictures.
    return { classNames, images: (await openImages().catch(() => null)) ?? 'not at hand' };
  };
}
