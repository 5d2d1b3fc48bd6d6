// These share one process, see ava.config.js.
import './clean.test.ts';
import './compare.test.ts';
import './confirm-fresh.test.ts';
import './display-bars.test.ts';
import './display-lines.test.ts';
import './dry-run.test.ts';
import './export.test.ts';
import './older-results.test.ts';
import './options.test.ts';
import './own-regularizer.test.ts';
import './plans.test.ts';
import './progress.test.ts';
import './shards.test.ts';
import './suite.test.ts';
import './typed-command.test.ts';
import './usage.test.ts';
import './watch.test.ts';
