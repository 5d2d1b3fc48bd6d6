// These share one process, see ava.config.js.
import './claims/chosen-rate.test.ts';
import './claims/claim.test.ts';
import './claims/degradation.test.ts';
import './claims/equal-parameters.test.ts';
import './claims/growth.test.ts';
import './claims/healthy-gradients.test.ts';
import './claims/interaction.test.ts';
import './claims/interval-claim.test.ts';
import './claims/linear-separability.test.ts';
import './claims/memorises.test.ts';
import './claims/not-overfitting.test.ts';
import './claims/parameter-count.test.ts';
import './claims/residual-beats-plain.test.ts';
import './claims/run-claim.test.ts';
import './claims/shortcuts-remove-it.test.ts';
import './claims/variants.test.ts';
import './statistics.test.ts';
