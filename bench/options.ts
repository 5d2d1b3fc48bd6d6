import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { oneOf } from '../src/usage-error.ts';
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
  readonly against: string[];
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
    .option(
      '--against <folder>',
      'another checkout of this project, installed and built; repeatable',
      checkout,
      [],
    )
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
      contestants(options.python, options.against),
      ({ name }) => name,
      options.contestants,
    ),
    out: options.out,
  };
}

/** Those whose name contains one of `parts`, or all; each part has to fit something. */
export function chosen<T>(
  option: string,
  all: readonly T[],
  nameOf: (item: T) => string,
  parts?: readonly string[],
): T[] {
  const known = all.map(nameOf);
  for (const part of parts ?? []) if (!known.some(name => name.includes(part))) oneOf(option, part, known);
  return all.filter(item => !parts || parts.some(part => nameOf(item).includes(part)));
}

/** Reads a list of names or parts of names. @throws InvalidArgumentError where one is empty */
export function names(value: string): string[] {
  const parts = value.split(',').map(part => part.trim());
  if (parts.every(part => part !== '')) return parts;
  throw new InvalidArgumentError('Allowed: names or parts of names, separated by commas.');
}

/** @throws InvalidArgumentError for a folder that has no benchmark of its own */
function checkout(folder: string, before: readonly string[]): string[] {
  if (existsSync(join(folder, 'bench/tfjs-worker.ts'))) return [...before, folder];
  throw new InvalidArgumentError('Allowed: the folder of another checkout of this project.');
}

/** Reads a whole number from 1 on. @throws InvalidArgumentError for anything else */
export function count(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Allowed: a whole number, 1 or more.');
}

function nameLines(all: readonly string[]): string {
  return all.map(name => `  ${name}`).join('\n');
}
