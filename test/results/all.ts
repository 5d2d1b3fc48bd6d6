// These share one process, see ava.config.js.
import './lesion-rows.test.ts';
import './block-rows.test.ts';
import './csv.test.ts';
import './experiment-folder.test.ts';
import './export/export-plan.test.ts';
import './export/long-table.test.ts';
import './networks.test.ts';
import './predictions.test.ts';
import './run-folder.test.ts';
import './lease/lease.test.ts';
import './lease/protocol.test.ts';
import './lease/watch.test.ts';
