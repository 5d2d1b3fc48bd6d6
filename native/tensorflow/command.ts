import { spawn } from 'node:child_process';

/** A command that could not be started or ended with a failure; `said` is the end of what it printed. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly said: string;

  constructor(message: string, said: string, options?: ErrorOptions) {
    super(message, options);
    this.said = said;
  }
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** Enough for a compiler's first complaint and for pip's last one. */
const KEPT_CHARACTERS = 20_000;

/**
 * Runs a command to its end and resolves with what it printed to stdout.
 *
 * @throws CommandError; the signal's reason when that aborted, after the command has ended
 */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      said = (said + text).slice(-KEPT_CHARACTERS);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-KEPT_CHARACTERS);
    });
    child.on('error', (cause: NodeJS.ErrnoException) => {
      // An aborted command lives on until it has ended; until then it may write.
      if (!options.signal?.aborted) reject(failure(`cannot be started (${cause.code})`, cause));
    });
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(stdout);
      else reject(failure(killedBy ? `was ended by ${killedBy}` : `ended with exit code ${code}`));
    });

    function failure(how: string, cause?: unknown): unknown {
      if (options.signal?.aborted) return options.signal.reason;
      return new CommandError(`${command} ${how}`, said.trim(), { cause });
    }
  });
}
