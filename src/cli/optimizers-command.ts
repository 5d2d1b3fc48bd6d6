import { optimizers } from '../optimizers/registry.ts';
import { printParameters } from './print-parameters.ts';

/** Prints every optimizer with its parameters, and how to ask for one. */
export function optimizersCommand(): void {
  printParameters(optimizers);
  console.log(`
For all networks, instead of the preset’s: --optimizer momentum=0.8, --optimizer adam=0.9,beta2=0.99`);
}
