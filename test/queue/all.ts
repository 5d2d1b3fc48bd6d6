// These share one process, see ava.config.js.
import './url.test.ts';
