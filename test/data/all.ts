// These share one process, see ava.config.js.
import './cifar10/cache-folder.test.ts';
import './cifar10/load.test.ts';
import './cifar10/named-folder.test.ts';
import './cifar10/npm-source.test.ts';
import './cifar10/official-source.test.ts';
import './cifar10/records.test.ts';
import './cifar10/sprite-sheet.test.ts';
import './cifar10/verified-files.test.ts';
import './images/assemble.test.ts';
import './images/epoch-plan.test.ts';
import './images/resize.test.ts';
import './images/splits.test.ts';
import './images/statistics.test.ts';
import './images/subset.test.ts';
import './npm-pack.test.ts';
import './sizes.test.ts';
import './synthetic/generate.test.ts';
