// These share one process, see ava.config.js.
import './faults.test.ts';
import './finished-rounds.test.ts';
