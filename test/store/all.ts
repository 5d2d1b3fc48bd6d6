// These share one process, see ava.config.js.
import './folder-store.test.ts';
