// These share one process, see ava.config.js.
import './csv.test.ts';
import './experiment-folder.test.ts';
import './run-folder.test.ts';
