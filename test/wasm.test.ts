/** Runs whatever computes on the engine `wasm`, which every machine has; in one process, see ava.config.js. */
import './computing.ts';
