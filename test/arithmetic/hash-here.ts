/** Prints the names of the arithmetic of engines, each computed anew: `node --import tsx hash-here.ts wasm native:2`. */
import { batteryHash } from '../../src/arithmetic/battery.ts';
import { openEngine } from '../../src/engine/index.ts';
import type { EngineName } from '../../src/engine/registry.ts';

for (const argument of process.argv.slice(2)) {
  const [engine, threads = '1'] = argument.split(':');
  await openEngine(engine as EngineName, Number(threads));
  console.log(batteryHash());
}
