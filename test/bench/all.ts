// These share one process, see ava.config.js.
import './comparisons.test.ts';
import './contestant-process.test.ts';
import './flops.test.ts';
import './fma-limit.test.ts';
import './growth.test.ts';
import './kernel-clock.test.ts';
import './many.test.ts';
import './measure.test.ts';
import './options.test.ts';
import './problem.test.ts';
import './tables.test.ts';
