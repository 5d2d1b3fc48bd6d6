// These share one process, see ava.config.js.
import './estimate.test.ts';
import './extended.test.ts';
import './other-arithmetic.test.ts';
import './pin.test.ts';
import './plan.test.ts';
import './plan-name.test.ts';
import './prepare.test.ts';
import './queued-files.test.ts';
import './replaced.test.ts';
import './scheduler.test.ts';
import './shard.test.ts';
import './task-queue.test.ts';
import './worker-process.test.ts';
