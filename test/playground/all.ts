// These share one process, see ava.config.js.
import './address.test.ts';
import './client/numbers.test.ts';
import './client/view.test.ts';
import './packed-images.test.ts';
import './published.test.ts';
import './run-config.test.ts';
import './write.test.ts';
import './worker/conductor.test.ts';
import './worker/kept.test.ts';
import './worker/session.test.ts';
