import type { RegularizerSpec } from '../run/config.ts';
import { augment } from './augment.ts';
import { batchNorm } from './batch-norm.ts';
import { cutout } from './cutout.ts';
import { dropout } from './dropout.ts';
import { earlyStopping } from './early-stopping.ts';
import { gradientClipping } from './gradient-clipping.ts';
import { l1 } from './l1.ts';
import { l2 } from './l2.ts';
import { labelSmoothing } from './label-smoothing.ts';
import { mixup } from './mixup.ts';
import type { Regularizer } from './regularizer.ts';
import { stochasticDepth } from './stochastic-depth.ts';

/** All that come with the suite. */
export const regularizers: readonly Regularizer[] = [
  augment,
  batchNorm,
  cutout,
  dropout,
  earlyStopping,
  gradientClipping,
  l1,
  l2,
  labelSmoothing,
  mixup,
  stochasticDepth,
];

/** Those of a user's own that this process has loaded, by the SHA-256 of their files: see `files.ts`. */
export const fromFiles = new Map<string, Regularizer>();

/** @throws Error for a name that is not registered, or a file that this process has not loaded */
export function findRegularizer({ name, sha256 }: Pick<RegularizerSpec, 'name' | 'sha256'>): Regularizer {
  const found = sha256 ? fromFiles.get(sha256) : regularizers.find(candidate => candidate.name === name);
  if (!found) throw new Error(`unknown regularizer "${name}"`);
  return found;
}
