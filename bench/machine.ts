import os from 'node:os';

/** What measurements were made on, as names and values. */
export function machine(): [string, string][] {
  const cpus = os.cpus();
  return [
    ['processor', `${cpus[0]?.model.trim() ?? os.arch()}, ${cpus.length} cores`],
    ['memory', `${(os.totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['system', `${os.type()} ${os.release()} ${os.arch()}`],
  ];
}
