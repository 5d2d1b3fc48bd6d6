/**
 * Loaded into workers before all else. A signal to one process of a suite, whichever, is meant for the suite: what it
 * means is the parent's to decide.
 */
import inspector from 'node:inspector';

function tell(signal) {
  process.send?.({ reply: 'signal', signal }, undefined, {}, () => {});
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2']) process.on(signal, tell);

// To Node.js SIGUSR1 means: open the debugger. One that came before the line above has done so.
if (inspector.url()) {
  inspector.close();
  tell('SIGUSR1');
}
