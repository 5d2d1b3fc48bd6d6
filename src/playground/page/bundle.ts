import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { backendBinaries, kernelsBinary } from '../../engine/wasm-files.ts';
import { inlineSafe } from '../../page/scripts.ts';
import type { Binaries } from '../protocol.ts';

let client: Promise<string> | undefined;
let worker: Promise<string> | undefined;

/** What runs in the page itself; made once in a process. */
export function clientSource(): Promise<string> {
  client ??= bundle('../client/main.ts', []);
  return client;
}

/** What trains a network in a worker: this project's own modules, and TensorFlow.js. Made once in a process. */
export function workerSource(): Promise<string> {
  worker ??= bundle('../worker/main.ts', [leftOut]);
  return worker;
}

/**
 * Sources of data load what only Node.js can, when they are asked to, which nobody does here: images come with the page.
 * Neither does a worker say anything in another language.
 */
const leftOut: Plugin = {
  name: 'left out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/.*\.ts$/ }, ({ kind, path, importer }) =>
      kind === 'dynamic-import' && /[/\\]src[/\\]data[/\\]/.test(importer) ? { path, external: true } : null,
    );
    onLoad({ filter: /[/\\]language[/\\]zh-CN\.ts$/ }, () => ({ contents: 'export const zhCN = {};' }));
  },
};

async function bundle(entry: string, plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    write: false,
    plugins,
  });
  return inlineSafe(outputFiles[0]!.text);
}

/** What computes, in Base64. */
export async function binaries(): Promise<Binaries> {
  const [backend, kernels] = await Promise.all([
    readFile(new URL('tfjs-backend-wasm-simd.wasm', backendBinaries), 'base64'),
    readFile(kernelsBinary, 'base64'),
  ]);
  return { backend, kernels };
}

export function ownStyle(): string {
  return readFileSync(new URL('../style.css', import.meta.url), 'utf8');
}
