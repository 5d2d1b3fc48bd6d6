export default {
  files: ['test/**/*.test.ts'],
  extensions: { ts: 'module' },
  // Child processes: worker threads do not inherit the loader below.
  workerThreads: false,
  nodeArguments: ['--import=tsx'],
  timeout: '4m',
};
