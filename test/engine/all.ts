// These share one process, see ava.config.js.
import './fused-kernels.test.ts';
import './native-addon.test.ts';
import './native-kernels.test.ts';
import './wasm-identity.test.ts';
