import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';

/** The newest version of Node-API that tfjs-node 4.22 knows; it looks for its addon in a folder of that name. */
const NODE_API = 8;

/**
 * Moves libtensorflow into an unpacked tfjs-node and compiles the package's addon against it: what its own
 * binding.gyp says, without node-gyp, which would download the headers of Node.js.
 *
 * @param modules `node_modules` with @tensorflow/tfjs-node and node-api-headers
 * @param tensorflow the folder of the libraries and of `include/`
 * @throws CommandError with what the compiler said
 */
export async function buildAddon(
  modules: string,
  tensorflow: string,
  compiler: string,
  signal: AbortSignal,
): Promise<void> {
  const tfjsNode = join(modules, '@tensorflow', 'tfjs-node');
  const libraries = join(tfjsNode, 'deps', 'lib');
  await mkdir(libraries, { recursive: true });
  const names = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  for (const name of names) await rename(join(tensorflow, name), join(libraries, name));
  const output = join(tfjsNode, 'lib', `napi-v${NODE_API}`, 'tfjs_binding.node');
  await mkdir(join(output, '..'), { recursive: true });
  await run(
    compiler,
    [
      ...['-std=c++17', '-O2', '-fPIC', '-shared', `-DNAPI_VERSION=${NODE_API}`],
      ...[join(tensorflow, 'include'), join(modules, 'node-api-headers', 'include')].map(path => `-I${path}`),
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(name => join(tfjsNode, 'binding', name)),
      ...[`-L${libraries}`, ...names.map(name => `-l:${name}`)],
      // Found from the addon itself, wherever the folder is moved.
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
      ...['-o', output],
    ],
    { signal },
  );
}
