import type { Manifest } from '../../../src/data/imdb/manifest.ts';
import { digest } from '../fixtures.ts';

/** Ten reviews, two of which are the same as others but for marks and line breaks. */
export const REVIEWS = [
  ...['Dull.', 'Poor!', 'Weak…', 'Flat', 'dull<br /> '].map(t => ({ t, s: 0 })),
  ...['Fine.', 'Rich!', 'Warm', 'Bold', 'WARM?'].map(t => ({ t, s: 1 })),
];
export const SIZES = { train: 4, test: 4 };
export const JSON_FILE = new TextEncoder().encode(JSON.stringify(REVIEWS));
export const MANIFEST: Manifest = {
  files: [{ name: 'reviews.json', sha256: digest('sha256', JSON_FILE, 'hex'), bytes: JSON_FILE.length }],
};
