// These share one process, see ava.config.js.
import './catalogues.test.ts';
import './phrase.test.ts';
import './numbers.test.ts';
