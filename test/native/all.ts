// These share one process, see ava.config.js.
import './build.test.ts';
import './filter-gradient.test.ts';
import './memory.test.ts';
import './momentum-update.test.ts';
import './tensorflow-install.test.ts';
