import { type Command, InvalidArgumentError, Option } from 'commander';
import { sourceNames } from '../data/registry.ts';
import { type EngineChoice, engineNames } from '../engine/registry.ts';
import { type LanguageCode, languageCodes } from '../language/languages.ts';
import { splitSpec } from '../named-options.ts';
import type { OptimizerSpec } from '../optimizers/optimizer.ts';
import { optimizers, parseOptimizer } from '../optimizers/registry.ts';
import type { Overrides } from '../suite/plan.ts';
import { type PresetName, presetNames } from '../suite/presets.ts';
import { parseSeeds, SEED_FORMS } from '../suite/seeds.ts';
import { parseShard, type Shard } from '../suite/shard.ts';
import { RESULTS_FOLDER } from '../suite/suite-options.ts';
import { oneOf, UsageError } from '../usage-error.ts';

/** Options of `run`, as commander parses them. */
export interface RunOptions extends Omit<Overrides, 'regularizerArms'> {
  readonly preset: PresetName;
  /** As typed; `parseArm` reads them. */
  readonly regularizer?: string[];
  readonly engine: EngineChoice;
  readonly workers?: number;
  readonly threads?: number;
  readonly results: string;
  readonly reports: string;
  readonly lang?: LanguageCode;
  readonly shard?: Shard;
  readonly shardIndex?: number;
  readonly shardCount?: number;
  readonly arithmetic?: string;
  /** True where its address is in the environment. */
  readonly queue?: string | true;
  readonly open?: boolean;
  /** True unless `--no-pictures`. */
  readonly pictures: boolean;
  /** True unless `--no-examples`. */
  readonly examples: boolean;
  readonly dryRun?: boolean;
  readonly fresh?: boolean;
  /** Replace finished runs without asking. */
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Adds all options of `run` to a command. */
export function addRunOptions(command: Command): Command {
  command
    .option('--preset <name>', `budget: ${presetNames.join(', ')}`, choice('--preset', presetNames), 'quick')
    .option(
      '--depths <list>',
      'weighted layers, most often 6n+2: 8,20,56; for text convolutions alone: 9,17,29,49',
      list(count),
    )
    .option('--kinds <list>', 'plain, residual or both', list(choice('--kinds', ['plain', 'residual'])))
    .option('--seeds <seeds>', '3 (seeds 1 to 3), a range 101-104, a list 1,3,7-9', seeds)
    .option('--epochs <n>', 'passes over the training images', count)
    .option('--width <n>', 'filters of the first stage (paper: 16)', count)
    .option('--resolution <pixels>', '32, 16 or 8 pixels a side', resolution)
    .option('--train-size <n>', 'examples to train on, balanced over classes', count)
    .option('--val-size <n>', 'validation examples, never trained on; 0 for none', countOrNone)
    .option('--batch-size <n>', 'images per step', count)
    .option('--learning-rate <rate>', 'base learning rate', positive)
    .option(
      '--optimizer <spec>',
      `what learns from gradients: ${optimizerNames.join(', ')}; with options: adam=0.9,beta2=0.99`,
      optimizer,
    )
    .option('--dataset <name>', sourceNames().join(' or '), choice('--dataset', sourceNames()))
    .option(
      '--regularizer <spec>',
      'adds a variant of every network, repeatable: l1=1e-5, dropout=0.2+l2=1e-4',
      collect,
    )
    .option('--shard <i/n>', 'train one of n parts of the runs, and write no report: 3/16', parseShard)
    .option('--shard-index <i>', 'the same for systems that count from 0, with --shard-count', countOrNone)
    .option('--shard-count <n>', 'parts in all', count)
    .option(
      '--queue [url]',
      'let workers train the runs, and follow them: postgres://… (default: $DEGRADATION_LAB_QUEUE)',
    )
    .option('--arithmetic <name>', 'that all runs of the plan shall have, as npm run engines names it')
    .option('--open', 'open the report in a browser, where it follows the training')
    .option('--no-pictures', 'write no SVG and PNG files beside the report')
    .option('--dry-run', 'print the plan and the time it would take')
    .option('--fresh', 'train again what is finished; asks first')
    .option('--yes', 'with --fresh: do not ask')
    .option('--json', 'one JSON object per line and event, for other programs')
    .option('--quiet', 'print errors only');
  return addReportOptions(addEngineOptions(command));
}

/** What computes, and how much at a time. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(engineOption())
    .option('--workers <n>', 'runs at a time (default: as many as cores)', count)
    .option('--threads <n>', 'threads per run, on engines that have them', count);
}

/** Where results are read and reports are written. */
export function addFolderOptions(command: Command): Command {
  return command.addOption(resultsOption()).addOption(reportsOption());
}

/** What reports are made from, and how. */
export function addReportOptions(command: Command): Command {
  return addPageOptions(command.addOption(resultsOption())).option(
    '--no-examples',
    'leave the images of the data set out of pages, which may then be published',
  );
}

/** Where pages are written, and how. */
export function addPageOptions(command: Command): Command {
  return command
    .addOption(reportsOption())
    .option(
      '--lang <code>',
      `language that pages open in: ${languageCodes.join(', ')} (default: the reader’s)`,
      choice('--lang', languageCodes),
    );
}

export const engineOption = () =>
  new Option('--engine <name>', `what computes: auto, ${engineNames.join(', ')}`)
    .argParser(choice('--engine', ['auto', ...engineNames]))
    .default('auto');
export const resultsOption = () =>
  new Option('--results <dir>', 'folder of measurements').default(RESULTS_FOLDER);
const reportsOption = () => new Option('--reports <dir>', 'folder of reports').default('reports');

/** Commander hands over what earlier options of the same name gave. */
function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}

function choice<T extends string>(what: string, allowed: readonly T[]): (value: string) => T {
  return value => oneOf(what, value, allowed);
}

function list<T>(item: (value: string) => T): (value: string) => T[] {
  return value => [...new Set(value.split(',').map(part => item(part.trim())))];
}

function wholeNumber(value: string, least: number): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(`Allowed: a whole number, ${least} or more.`);
}

export function count(value: string): number {
  return wholeNumber(value, 1);
}

function seeds(value: string): readonly number[] {
  const parsed = parseSeeds(value);
  if (parsed) return parsed;
  throw new InvalidArgumentError(`Allowed: ${SEED_FORMS}.`);
}

function countOrNone(value: string): number {
  return wholeNumber(value, 0);
}

/** Of a server. */
export function port(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number;
  throw new InvalidArgumentError('Allowed: a whole number from 0 to 65535.');
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('Allowed: a number above 0.');
}

const optimizerNames = optimizers.map(({ name }) => name);

function optimizer(value: string): OptimizerSpec {
  oneOf('--optimizer', splitSpec(value).name, optimizerNames);
  try {
    return parseOptimizer(value);
  } catch (cause) {
    throw new UsageError(`--optimizer: ${(cause as Error).message}`, { cause });
  }
}

function resolution(value: string): 8 | 16 | 32 {
  const number = Number(value);
  if (number === 8 || number === 16 || number === 32) return number;
  throw new InvalidArgumentError('Allowed: 32, 16, 8.');
}
