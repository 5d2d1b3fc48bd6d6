// These share one process, see ava.config.js.
import './server.test.ts';
