import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * Each file of tests gets a process of its own, and starting it takes far longer than most tests. A folder's
 * `all.ts` imports the files that can share one process; `computing.ts` those that run once on each engine, started by
 * `wasm.test.ts` and its like. What none of them imports runs alone. `….exhaustive.test.ts` starts servers, or the program
 * many times, or compiles all of the kernels: run with EXHAUSTIVE=1, or by name.
 */
const tests = readdirSync('test', { recursive: true }).map(file => join('test', String(file)));
const groups = tests.filter(file => file.endsWith('all.ts'));
const grouped = new Set(
  [...groups, 'test/computing.ts'].flatMap(group =>
    [...readFileSync(group, 'utf8').matchAll(/^import '(.+)';$/gm)].map(([, file]) =>
      join(dirname(group), file),
    ),
  ),
);
const alone = tests.filter(
  file =>
    file.endsWith('.test.ts') &&
    !grouped.has(file) &&
    (process.env.EXHAUSTIVE === '1' || !file.endsWith('.exhaustive.test.ts')),
);
const named = process.argv.slice(2).some(argument => argument.endsWith('.test.ts'));

export default {
  files: named ? ['test/**/*.test.ts'] : [...groups, ...alone],
  extensions: { ts: 'module' },
  // Child processes: worker threads do not inherit the loader below.
  workerThreads: false,
  nodeArguments: ['--import=tsx', '--import=./test/without-dependency-maps.js'],
  timeout: '4m',
};
