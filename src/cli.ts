import { Command, CommanderError } from 'commander';
import { cleanCommand } from './cli/clean-command.ts';
import { listCommand } from './cli/list-command.ts';
import { addFolderOptions, addRunOptions, type RunOptions } from './cli/options.ts';
import { reportCommand } from './cli/report-command.ts';
import { runCommand } from './cli/run-command.ts';
import { DataSizeError } from './data/errors.ts';
import { NewerResultsError } from './results/run-folder.ts';
import { UsageError } from './suite/usage-error.ts';
import { HeapBudgetError } from './train/heap-budget.ts';

/** Done; a run failed; bad usage; interrupted. */
const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

const interrupt = new AbortController();
/** Prints what was asked for again, as it is typed: through the experiment's npm script if that was used. */
const commandLine = typedCommand(process.argv.slice(2));
let exitCode: number = EXIT.done;

const program = new Command('suite')
  .description('Scripted experiments on why very deep plain networks fail, and why shortcuts cure it')
  .exitOverride()
  .showSuggestionAfterError();

program
  .command('list')
  .description('experiments and their presets')
  .action(async () => listCommand());

addRunOptions(program.command('run <experiment...>'))
  .description('run experiments: skip what is finished, go on with what was interrupted')
  .action(async (names: string[], options: RunOptions) => {
    exitCode = await runCommand(names, options, commandLine, interrupt.signal);
  });

addFolderOptions(program.command('report [experiment...]'))
  .description('write reports again from the results at hand')
  .action(reportCommand);

addFolderOptions(program.command('clean [experiment...]'))
  .description('remove results and reports')
  .option('--yes', 'really remove; without it, only say what would be')
  .action(cleanCommand);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // A second time means now.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort(new Error('interrupted'));
  });
}

try {
  await program.parseAsync();
} catch (error) {
  exitCode = explain(error);
}
process.exitCode = exitCode;

/** Says what went wrong, in a line where a line is enough; returns the exit code. */
function explain(error: unknown): number {
  if (interrupt.signal.aborted) {
    console.error(`\nInterrupted; finished epochs are kept. To go on:\n  ${commandLine}`);
    return EXIT.interrupted;
  }
  // Commander has printed its message already; --help ends here too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  const usage = [UsageError, DataSizeError, HeapBudgetError, NewerResultsError];
  return usage.some(type => error instanceof type) ? EXIT.usage : EXIT.failed;
}

function typedCommand(args: readonly string[]): string {
  const script = process.env.npm_lifecycle_event;
  const quoted = args.map(arg => (/^[\w./:=,+@-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`));
  // `npm run exp:NAME -- …` reaches us as `run NAME …`.
  const own = script?.startsWith('exp:') ? quoted.slice(2) : quoted;
  const name = script ?? 'suite';
  return `npm run ${name}${own.length > 0 ? ` -- ${own.join(' ')}` : ''}`;
}
