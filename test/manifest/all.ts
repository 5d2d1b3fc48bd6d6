// These share one process, see ava.config.js.
import './kubernetes.test.ts';
