/**
 * Where every command begins: in JavaScript, because signals have to be heard before there is anything that can read
 * TypeScript.
 */
import inspector from 'node:inspector';
import { setImmediate } from 'node:timers/promises';

const INTERRUPTED = 130;
/** One Ctrl-C may arrive twice: from the terminal, and forwarded by npm. */
const SAME_KEYSTROKE_MILLISECONDS = 1000;
const PARENT_MILLISECONDS = 500;

const interrupt = new AbortController();
let interruptedAt = 0;

function stop() {
  if (!interrupt.signal.aborted) {
    interruptedAt = performance.now();
    interrupt.abort(new Error('interrupted'));
  } else if (performance.now() - interruptedAt > SAME_KEYSTROKE_MILLISECONDS) {
    // A second time means now.
    process.exit(INTERRUPTED);
  }
}

// Terminals, service managers and batch systems each have their own; to Node.js SIGUSR1 means: open the debugger.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']) process.on(signal, stop);

const asksForDebugger = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some(option =>
  /--inspect(?!-port)/.test(option),
);

/** For a SIGUSR1 that came before the lines above. */
function closeDebugger() {
  if (asksForDebugger || !inspector.url()) return;
  inspector.close();
  stop();
}

// A SIGTERM to npm ends the shell between the two, which does not pass it on.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !exists(parent)) interrupt.abort(new Error('npm is gone'));
  }, PARENT_MILLISECONDS).unref();
}

/** On Windows a process keeps the number of a parent that is gone. */
function exists(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// Whoever read the output has gone, as in `… list | head -1`: nothing is left to say.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => process.exit(interrupt.signal.aborted ? INTERRUPTED : 1));
}

closeDebugger();
await import('tsx');
const { runProgram } = await import('./cli/program.ts');
await setImmediate();
closeDebugger();
process.exitCode = await runProgram({
  args: process.argv.slice(2),
  npmScript: process.env.npm_lifecycle_event,
  signal: interrupt.signal,
});
