/**
 * Measures how fast the engines of this project and PyTorch train, prints one table and writes a page:
 *
 *     npm run bench -- --python PATH
 */
import { parsePlan } from './options.ts';
import { explain, requireWritable } from './run-safely.ts';

try {
  const plan = parsePlan(process.argv.slice(2));
  await requireWritable(plan.out);
  // TensorFlow.js comes with it, and takes longer to load than a mistake to explain.
  const { bench } = await import('./bench.ts');
  await bench(plan);
} catch (error) {
  process.exitCode = explain(error);
}
