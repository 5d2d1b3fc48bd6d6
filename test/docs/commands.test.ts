import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { type Command, CommanderError } from 'commander';
import { parsePlan } from '../../bench/options.ts';
import { experimentNames } from '../../src/catalogue.ts';
import { programOf } from '../../src/cli/program.ts';
import { UsageError } from '../../src/usage-error.ts';
import { codeIn, commandsIn, pages, variables } from './pages.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** What pages call something of the reader's own, and what stands for it here. */
const standIns: Readonly<Record<string, string>> = {
  PATH: 'python3',
  FOLDER: '.',
  I: '3',
  N: '16',
  'I/N': '3/16',
  NAME: 'depth',
  EXPERIMENT: 'depth',
  KIND: 'slurm',
  DIR: 'x',
  // Of pages that show how to add one.
  abacus: 'cpu',
  noise: 'synthetic',
  'sign=0.95': 'momentum=0.95',
  '"$AWS_BATCH_JOB_ARRAY_INDEX"': '0',
};

/** Why a line cannot be meant; null if it can. */
function problemOf(line: string, own: readonly string[]): string | null {
  const [program, ...args] = line
    .replace(variables, '')
    .split(/\s+/)
    .map(word => standIns[word] ?? word);
  if (program === 'npx') return args[0] === 'ava' && existsSync(args[1]!) ? null : 'no such file of tests';
  if (program === 'node')
    return args[0] === 'src/cli.js' ? problemOfSuite(args.slice(1), own) : 'no such program';
  const [command, ...rest] = args;
  if (command === 'ci' || command === 'test' || command === 'install') return null;
  if (command !== 'run') return `npm ${command} is not one of the project’s`;
  const script = rest.find(word => !word.startsWith('-'))!;
  const behind = rest.includes('--') ? rest.slice(rest.indexOf('--') + 1) : [];
  const experiment = /^exp:(.+)$/.exec(script)?.[1];
  if (experiment && own.includes(experiment)) return problemOfSuite(['run', experiment, ...behind], own);
  const runs = scripts[script === 'exp:NAME' ? 'exp:depth' : script];
  if (!runs) return `package.json has no script "${script}"`;
  const cli = /^node src\/cli\.js ?(.*)$/.exec(runs)?.[1];
  if (cli !== undefined) return problemOfSuite([...cli.split(' ').filter(Boolean), ...behind], own);
  if (script === 'bench') return thrownBy(() => parsePlan(behind));
  const source = /(\S+\.ts)/.exec(runs)?.[1];
  const flags = behind.filter(word => word.startsWith('--'));
  const known = source ? readFileSync(source, 'utf8') : '';
  return flags.every(flag => new RegExp(`\\b${flag.slice(2)}\\b`).test(known))
    ? null
    : `${script} knows no ${flags}`;
}

function problemOfSuite(args: readonly string[], own: readonly string[]): string | null {
  const program = programOf({ args, signal: new AbortController().signal }, () => {});
  const names: string[] = [];
  const withInner = (command: Command): Command[] => [command, ...command.commands.flatMap(withInner)];
  for (const command of withInner(program)) {
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
    if (command.commands.length > 0) continue;
    command.action(() => {
      for (const [i, argument] of command.registeredArguments.entries()) {
        if (argument.name().startsWith('experiment')) names.push(...[command.processedArgs[i]].flat());
      }
    });
  }
  const problem = thrownBy(() => program.parse(args, { from: 'user' }));
  if (problem) return problem;
  const unknown = names.find(name => ![...experimentNames(), ...own].includes(name));
  return unknown === undefined ? null : `there is no experiment "${unknown}"`;
}

function thrownBy(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return null;
    if (error instanceof CommanderError || error instanceof UsageError) return error.message;
    throw error;
  }
}

for (const { path, text } of pages) {
  const lines = commandsIn(text);
  if (lines.length === 0) continue;
  test(`commands of ${path} are ones that the project understands`, t => {
    const own = codeIn(text).flatMap(
      ({ code }) => /"exp:([\w-]+)": "node src\/cli\.js run \1"/.exec(code)?.[1] ?? [],
    );
    t.deepEqual(
      lines.flatMap(line => problemOf(line, own) ?? []),
      [],
    );
  });
}

for (const [line, problem] of [
  ['npm run exp:nothing', /no script "exp:nothing"/],
  ['npm run exp:depth -- --preset huge', /huge/],
  ['npm run suite -- run depht', /no experiment "depht"/],
  ['npm run suite -- export --form csv', /unknown option '--form'/],
  ['npm run suite -- exprot', /unknown command 'exprot'/],
  ['npm run build:native -- --speed 3', /knows no --speed/],
  ['npm start', /not one of the project/],
  ['npx ava test/no.test.ts', /no such file/],
] as const) {
  test(`${line} is found to be none`, t => {
    t.regex(problemOf(line, []) ?? '', problem);
  });
}
