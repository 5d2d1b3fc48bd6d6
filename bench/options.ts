import { Command, InvalidArgumentError } from 'commander';
import { oneOf } from '../src/suite/catalogue.ts';
import { type Contestant, contestants, type Unavailable } from './contestants.ts';
import { type BenchNetwork, NETWORKS, networkName } from './networks.ts';

/** What is measured, and where it goes. */
export interface BenchPlan {
  readonly rounds: number;
  readonly networks: readonly BenchNetwork[];
  readonly contestants: readonly (Contestant | Unavailable)[];
  /** File of the results page. */
  readonly out: string;
}

interface Options {
  readonly rounds: number;
  readonly networks?: string[];
  readonly contestants?: string[];
  readonly python?: string;
  readonly out: string;
}

/**
 * Reads the command line.
 *
 * @param args what follows the name of the program
 * @throws CommanderError, after printing its message; UsageError for a name that fits nothing
 */
export function parsePlan(args: readonly string[]): BenchPlan {
  const program = new Command('npm run bench --')
    .description('Training speed of all engines and of PyTorch, in one table')
    .option('--rounds <n>', 'turns of each contestant', count, 7)
    .option('--networks <list>', 'names or parts of names: plain-20,w16', names)
    .option('--contestants <list>', 'names or parts of names: native,wasm,torch-compile', names)
    .option('--python <path>', 'a Python that has torch; without it PyTorch does not take part')
    .option('--out <file>', 'page of results to write', 'bench/results.md')
    .allowExcessArguments(false)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', `\nNetworks:\n${nameLines(NETWORKS.map(networkName))}`)
    .addHelpText('after', `\nContestants:\n${nameLines(contestants().map(({ name }) => name))}`);
  program.parse(args, { from: 'user' });
  const options = program.opts<Options>();
  return {
    rounds: options.rounds,
    networks: chosen('--networks', NETWORKS, networkName, options.networks),
    contestants: chosen(
      '--contestants',
      contestants(options.python),
      ({ name }) => name,
      options.contestants,
    ),
    out: options.out,
  };
}

/** Those whose name contains one of `parts`, or all; each part has to fit something. */
function chosen<T>(
  option: string,
  all: readonly T[],
  nameOf: (item: T) => string,
  parts?: readonly string[],
): T[] {
  const known = all.map(nameOf);
  for (const part of parts ?? []) if (!known.some(name => name.includes(part))) oneOf(option, part, known);
  return all.filter(item => !parts || parts.some(part => nameOf(item).includes(part)));
}

function names(value: string): string[] {
  const parts = value.split(',').map(part => part.trim());
  if (parts.every(part => part !== '')) return parts;
  throw new InvalidArgumentError('Allowed: names or parts of names, separated by commas.');
}

function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Allowed: a whole number, 1 or more.');
}

function nameLines(all: readonly string[]): string {
  return all.map(name => `  ${name}`).join('\n');
}
