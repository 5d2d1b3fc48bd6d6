// These share one process, see ava.config.js.
import './publish.test.ts';
import './repository.test.ts';
import './retrain.test.ts';
