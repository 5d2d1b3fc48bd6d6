// These share one process, see ava.config.js.
import './assemble.test.ts';
import './cache-folder.test.ts';
import './cifar10.test.ts';
import './epoch-plan.test.ts';
import './named-folder.test.ts';
import './npm-pack.test.ts';
import './npm-source.test.ts';
import './official-source.test.ts';
import './records.test.ts';
import './resize.test.ts';
import './sizes.test.ts';
import './splits.test.ts';
import './sprite-sheet.test.ts';
import './statistics.test.ts';
import './subset.test.ts';
import './synthetic.test.ts';
import './verified-files.test.ts';
