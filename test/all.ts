// These share one process, see ava.config.js.
import './atomic-file.test.ts';
import './experiments/experiments.test.ts';
import './native/tensorflow-install.test.ts';
import './paper/deviations.test.ts';
import './paper/published.test.ts';
import './paper/settings.test.ts';
import './imports.test.ts';
import './random.test.ts';
import './regularizers/arm.test.ts';
import './regularizers/hooks.test.ts';
import './run/config.test.ts';
import './run/id.test.ts';
import './run/steps.test.ts';
import './run/variant.test.ts';
import './train/checkpoint.test.ts';
import './train/schedule.test.ts';
