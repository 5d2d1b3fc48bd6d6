import { regularizers } from '../regularizers/registry.ts';
import { printParameters } from './print-parameters.ts';

/** Prints every regularizer with its parameters, and how to ask for them. */
export function regularizersCommand(): void {
  printParameters(regularizers);
  console.log(`
Each --regularizer is one more variant: --regularizer l1, --regularizer dropout=0.3, --regularizer augment=2,flip=off
Several in one variant: --regularizer dropout=0.2+l2=1e-4
Your own: --regularizer ./mine.ts (docs/extend/regularizer.md)`);
}
