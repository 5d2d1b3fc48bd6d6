// These share one process, see ava.config.js.
import './csv.test.ts';
import './experiment-folder.test.ts';
import './run-folder.test.ts';
import './lease/lease.test.ts';
import './lease/protocol.test.ts';
import './lease/watch.test.ts';
