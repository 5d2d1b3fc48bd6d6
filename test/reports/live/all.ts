// These share one process, see ava.config.js.
import './changes.test.ts';
import './server.test.ts';
