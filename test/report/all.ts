// These share one process, see ava.config.js.
import './arms.test.ts';
import './charts/table.test.ts';
import './claims/claim.test.ts';
import './claims/degradation.test.ts';
import './claims/equal-parameters.test.ts';
import './claims/not-overfitting.test.ts';
import './claims/interval-claim.test.ts';
import './claims/residual-beats-plain.test.ts';
import './claims/shortcuts-remove-it.test.ts';
import './comparison.test.ts';
import './experiment-report.test.ts';
import './numbers.test.ts';
import './page/answer.test.ts';
import './page/html.test.ts';
import './page/scripts.test.ts';
import './page/settings.test.ts';
import './statistics.test.ts';
