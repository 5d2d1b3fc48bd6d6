// These share one process, see ava.config.js.
import './comparison/comparison-report.test.ts';
import './comparison/differences.test.ts';
import './comparison/matching.test.ts';
import './experiment-report.test.ts';
import './index-page.test.ts';
import './report-keeper.test.ts';
import './sections/answer.test.ts';
import './sections/closer.test.ts';
import './sections/network-table.test.ts';
import './sections/run-table.test.ts';
import './up-to-date.test.ts';
import '../charts/block-charts.test.ts';
import '../charts/parts/colors.test.ts';
import '../charts/parts/curves.test.ts';
import '../charts/parts/table.test.ts';
import '../page/html.test.ts';
import '../page/scripts.test.ts';
