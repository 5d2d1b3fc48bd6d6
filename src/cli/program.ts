import { Command, CommanderError } from 'commander';
import { StorageFullError } from '../atomic-file.ts';
import { experimentNames } from '../catalogue.ts';
import { DataSizeError } from '../data/errors.ts';
import { LOCAL } from '../reports/live/server.ts';
import { NewerResultsError, OlderResultsError } from '../results/schema-version.ts';
import { InterruptedError } from '../suite/interrupted-error.ts';
import { UsageError } from '../usage-error.ts';
import { cleanCommand } from './clean-command.ts';
import { type CompareOptions, compareCommand } from './compare-command.ts';
import { enginesCommand } from './engines-command.ts';
import type { ExportOptions } from './export-command.ts';
import { listCommand } from './list-command.ts';
import { addManifestOptions, MANIFEST_HELP, manifestCommand } from './manifest-command.ts';
import { optimizersCommand } from './optimizers-command.ts';
import {
  addEngineOptions,
  addFolderOptions,
  addPageOptions,
  addReportOptions,
  addRunOptions,
  engineOption,
  port,
  type RunOptions,
  resultsOption,
} from './options.ts';
import { type PlaygroundCommandOptions, playgroundCommand } from './playground-command.ts';
import { PUBLISHED, publishCommand } from './publish-command.ts';
import { addQueueCommands, addWorkOptions, workCommand } from './queue-commands.ts';
import { reportCommand } from './report-command.ts';
import { runCommand } from './run-command.ts';
import { resumeCommand, typedCommand, wholeCommand } from './typed-command.ts';
import type { VerifyCommandOptions } from './verify-command.ts';
import { type WatchOptions, watchCommand } from './watch-command.ts';

/** Done; a run failed; bad usage; interrupted. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

const EXAMPLES = `
Examples:
  npm run exp:plain-vs-residual
  npm run exp:plain-vs-residual -- --preset smoke
  npm run exp:plain-vs-residual -- --depths 20,56 --seeds 4 --dry-run`;

const COMPARE_HELP = `
Each set is a results folder, the folder of an experiment in it (the plan that ran last), of one of its
plans, or of one run; ":variant" takes one of them, as the column "variant" of summary.csv names it.
Examples:
  npm run suite -- compare results results-mine
  npm run suite -- compare results/depth/plans/quick results/depth/plans/reference
  npm run suite -- compare results/plain-vs-residual:paper results/plain-vs-residual:mixup-0.2`;

/** Where a command line comes from. */
export interface Invocation {
  /** Without the program's name. */
  readonly args: readonly string[];
  /** Of npm, if it started the program. */
  readonly npmScript?: string | undefined;
  /** Ends what runs, with what was trained kept. */
  readonly signal: AbortSignal;
}

/** All commands and what they take. @param end is told the exit code of a run */
export function programOf({ args, npmScript, signal }: Invocation, end: (exitCode: number) => void): Command {
  const program = new Command('npm run suite --')
    .description(
      'Scripted experiments on why very deep plain networks fail to train, and what shortcuts change',
    )
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 a run failed, 2 bad usage, 130 interrupted (state is kept).',
    );

  program
    .command('list')
    .description('experiments and their presets')
    .action(async () => listCommand());

  program
    .command('engines')
    .description('what can compute here, what cannot and why, and which one auto takes')
    .option('--json', 'one JSON object, for other programs')
    .action(enginesCommand);

  program
    .command('regularizers')
    .description('what --regularizer can add to a network, with parameters')
    .action(async () => {
      // It brings TensorFlow.js along, which takes a second to load.
      const { regularizersCommand } = await import('./regularizers-command.ts');
      regularizersCommand();
    });

  program
    .command('optimizers')
    .description('what --optimizer can train with, with parameters')
    .action(optimizersCommand);

  addRunOptions(program.command('run'))
    .argument('[experiment...]', `all, or some of: ${experimentNames().join(', ')}`)
    .description('run experiments: skip what is finished, go on with what was interrupted')
    .addHelpText('after', EXAMPLES)
    .action(async (names: string[], options: RunOptions) => {
      const command = wholeCommand(args, npmScript);
      end(await runCommand(names.length > 0 ? names : experimentNames(), options, command, signal));
    });

  addWorkOptions(addEngineOptions(program.command('work')))
    .description(
      'train runs of a queue that others have filled with run --queue, on as many machines as there are',
    )
    .action(async options => end(await workCommand(options, signal)));

  addQueueCommands(program.command('queue').description('look after a queue of runs'));

  addManifestOptions(program.command('manifest <system> [experiment...]'))
    .description('print a job file for a cluster, slurm or kubernetes, that trains experiments in shards')
    .addHelpText('after', MANIFEST_HELP)
    .action((system: string, names: string[], options) => manifestCommand(system, names, options, args));

  addReportOptions(program.command('report [experiment...]'))
    .description('write reports again from the results at hand')
    .option('--plan <name>', 'of one plan only: smoke, quick, quick-0baeb94f (default: of all)')
    .action(reportCommand);

  addPageOptions(program.command('compare <first> <second>'))
    .description('two sets of runs on one page: what the second changes, with intervals')
    .option('--no-pictures', 'write no SVG and PNG files beside the page')
    .addHelpText('after', COMPARE_HELP)
    .action((first: string, second: string, options: CompareOptions) =>
      compareCommand(first, second, options, typedCommand(args, npmScript)),
    );

  program
    .command('export [experiment...]')
    .addOption(resultsOption())
    .option('--plan <name>', 'of this plan: smoke, quick, quick-0baeb94f (default: the one that ran last)')
    .option('--to <dir>', 'folder for both files (default: that of the plan, beside summary.csv)')
    .description('write all that was measured as one long table for each experiment: CSV and Parquet')
    .action(async (names: string[], options: ExportOptions) => {
      const { exportCommand } = await import('./export-command.ts');
      await exportCommand(names, options);
    });

  program
    .command('publish <experiment>')
    .addOption(resultsOption())
    .option('--plan <name>', 'plan to publish: quick, reference (default: the one that ran last)')
    .option('--to <dir>', 'where rows are kept', PUBLISHED.results)
    .option('--to-reports <dir>', 'where pages are kept', PUBLISHED.reports)
    .description('keep what a plan measured as evidence in the repository, with its report')
    .action(publishCommand);

  program
    .command('verify')
    .option('--published <dir>', 'what was published', PUBLISHED.results)
    .option('--no-retrain', 'do not train the shortest run again')
    .addOption(engineOption())
    .description('compute published summaries and claims again, and train the shortest run again')
    .action(async (options: VerifyCommandOptions) => {
      const { verifyCommand } = await import('./verify-command.ts');
      if (!(await verifyCommand(options, signal))) end(EXIT.failed);
    });

  addReportOptions(program.command('watch'))
    .description('serve reports on this machine and keep them up to date while others train')
    .option('--host <address>', 'address to listen on; 0.0.0.0 for everybody in the network', LOCAL)
    .option('--port <n>', 'port; 0 takes any that is free', port, 0)
    .action((options: WatchOptions) => watchCommand(options, signal));

  program
    .command('playground')
    .option('--reports <dir>', 'where the page is written', 'reports')
    .addOption(resultsOption())
    .option('--synthetic', 'with made-up images alone, so that it may be published')
    .option('--open', 'serve it to this machine, and open it in the browser')
    .description('write a page that trains a plain and a residual network in the reader’s browser')
    .action((options: PlaygroundCommandOptions) => playgroundCommand(options, signal));

  addFolderOptions(program.command('clean [experiment...]'))
    .description('remove results and reports')
    .option('--yes', 'really remove; without it, only say what would be')
    .action(cleanCommand);

  return program;
}

/** Does what a command line says, and explains what went wrong; returns the exit code. */
export async function runProgram(invocation: Invocation): Promise<number> {
  const { args, npmScript, signal } = invocation;
  let exitCode: number = EXIT.done;
  try {
    const program = programOf(invocation, code => {
      exitCode = code;
    });
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const line = resumeCommand([...args], npmScript);
    if (signal.aborted || error instanceof InterruptedError) {
      console.error(`\nInterrupted; finished epochs are kept. To go on:\n  ${line}`);
      return EXIT.interrupted;
    }
    const exit = explain(error);
    if (error instanceof StorageFullError)
      console.error(`Finished epochs are kept. To go on, once there is room:\n  ${line}`);
    return exit;
  }
}

/** Says what went wrong, in a line where a line is enough; returns the exit code. */
function explain(error: unknown): number {
  // Commander has printed its message already; --help ends here too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  const usage = [UsageError, DataSizeError, NewerResultsError, OlderResultsError];
  return usage.some(type => error instanceof type) ? EXIT.usage : EXIT.failed;
}
