import { shellWord } from '../shell-word.ts';

/**
 * A command line as a person would type it again: through the experiment's npm script if that was used.
 *
 * @param args what follows the name of the program
 * @param npmScript name of the script that npm runs, if it does: `suite`, `exp:plain-vs-residual`
 */
export function typedCommand(args: readonly string[], npmScript = 'suite'): string {
  // `npm run exp:NAME -- …` reaches us as `run NAME …`.
  const throughExperiment = npmScript.startsWith('exp:');
  const own = args.slice(throughExperiment ? 2 : 0).map(shellWord);
  const name = throughExperiment ? npmScript : 'suite';
  return `npm run ${name}${own.length > 0 ? ` -- ${own.join(' ')}` : ''}`;
}

/** The command that goes on where this one was interrupted: `--fresh` would begin again. */
export function resumeCommand(args: readonly string[], npmScript?: string): string {
  return typedCommand(
    args.filter(arg => arg !== '--fresh' && arg !== '--yes'),
    npmScript,
  );
}

/** The command that does all of what this one does one of several parts of. */
export function wholeCommand(args: readonly string[], npmScript?: string): string {
  return typedCommand(withoutOptions(args, ['--shard', '--shard-index', '--shard-count']), npmScript);
}

/** A command line without some options that take a value, in either way to write them. */
export function withoutOptions(args: readonly string[], names: readonly string[]): string[] {
  return args.filter(
    (arg, i) =>
      !names.includes(arg) &&
      !names.some(name => arg.startsWith(`${name}=`)) &&
      !(i > 0 && names.includes(args[i - 1]!)),
  );
}
