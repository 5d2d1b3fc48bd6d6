// These share one process, see ava.config.js. All wait for fixtures.ts; one that does not would start too early.
import './build.test.ts';
import './header.test.ts';
import './momentum-update.test.ts';
import './pool.test.ts';
import './winograd.test.ts';
