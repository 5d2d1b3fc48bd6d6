// These share one process, see ava.config.js. All wait for ../native/fixtures.ts; one that does not would start too early.
import './fused-kernels.test.ts';
import './native-addon.test.ts';
import './native-calls.test.ts';
import './native-kernels.test.ts';
import './native-recording.test.ts';
import './wasm-heap.test.ts';
