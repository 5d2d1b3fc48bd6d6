/*
 * Loaded before each process of tests: tsx turns source maps on, so that lines of tests are right, and Node.js then reads
 * those of TensorFlow.js too, which takes a third of a second and which no test needs.
 */
import Module from 'node:module';

const compile = Module.prototype._compile;

Module.prototype._compile = function (source, file, ...others) {
  const content = file.includes('node_modules') ? source.replace(/^\/\/# sourceMappingURL=.*$/m, '') : source;
  return compile.call(this, content, file, ...others);
};
