// These share one process, see ava.config.js.
import './display-bars.test.ts';
import './display-lines.test.ts';
import './options.test.ts';
import './progress.test.ts';
import './typed-command.test.ts';
