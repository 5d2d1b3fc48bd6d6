// These share one process, see ava.config.js.
import './all-charts.test.ts';
import './error-curves.test.ts';
import './error-over-depth.test.ts';
import './gradients.test.ts';
import './layer-responses.test.ts';
import './of-runs.test.ts';
import './parts/value-scale.test.ts';
import '../reports/comparison/drawn.test.ts';
import '../reports/picture.test.ts';
