import { EXIT, runProgram } from './cli/program.ts';

const interrupt = new AbortController();

/** One Ctrl-C may arrive twice: from the terminal, and forwarded by npm. */
const SAME_KEYSTROKE_MILLISECONDS = 1000;
let interruptedAt = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!interrupt.signal.aborted) {
      interruptedAt = performance.now();
      interrupt.abort(new Error('interrupted'));
    } else if (performance.now() - interruptedAt > SAME_KEYSTROKE_MILLISECONDS) {
      // A second time means now.
      process.exit(EXIT.interrupted);
    }
  });
}

// Whoever read the output has gone, as in `… list | head -1`: nothing is left to say.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT.failed));

process.exitCode = await runProgram({
  args: process.argv.slice(2),
  npmScript: process.env.npm_lifecycle_event,
  signal: interrupt.signal,
});
