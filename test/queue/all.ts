// These share one process, see ava.config.js.
import './explain.test.ts';
import './url.test.ts';
