import type { Contestant } from '../../bench/contestants.ts';

/** A contestant that is a few lines of JavaScript; `say` answers, `lines` are the requests. */
export function scripted(name: string, script: string): Contestant {
  const prelude = `
    const lines = require('node:readline').createInterface({ input: process.stdin });
    const say = answer => console.log(JSON.stringify(answer));`;
  return {
    name,
    group: name,
    threads: 1,
    command: process.execPath,
    args: ['-e', `${prelude}${script}`],
    env: {},
    profiles: false,
  };
}
