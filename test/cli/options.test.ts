import test from 'ava';
import { Command } from 'commander';
import { addRunOptions, type RunOptions } from '../../src/cli/options.ts';

/** Options of `run` as parsed from a command line; throws with everything that would be printed. */
function parse(...args: string[]): RunOptions {
  let printed = '';
  const command = addRunOptions(new Command('run'))
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeErr: text => {
        printed += text;
      },
    });
  try {
    return command.parse(args, { from: 'user' }).opts<RunOptions>();
  } catch (error) {
    throw new Error(printed || (error as Error).message, { cause: error });
  }
}

test('without options it is the preset quick, in the usual folders, on whatever engine there is', t => {
  t.deepEqual(parse() as unknown, {
    preset: 'quick',
    engine: 'auto',
    pictures: true,
    examples: true,
    results: 'results',
    reports: 'reports',
  });
});

test('every option arrives with its type', t => {
  const options = parse(
    ...[
      '--preset',
      'smoke',
      '--depths',
      '8,20',
      '--kinds',
      'plain,residual',
      '--seeds',
      '3',
      '--epochs',
      '4',
    ],
    ...['--width', '8', '--resolution', '16', '--train-size', '500', '--batch-size', '25', '--dataset'],
    ...['synthetic', '--learning-rate', '1e-2', '--engine', 'wasm', '--workers', '2', '--threads', '1'],
    ...['--optimizer', 'adam=0.8'],
    ...['--results', 'a', '--reports', 'b', '--dry-run', '--fresh', '--yes', '--json', '--quiet'],
    ...['--open', '--no-pictures', '--lang', 'zh-CN'],
  );
  t.deepEqual(options as unknown, {
    preset: 'smoke',
    depths: [8, 20],
    kinds: ['plain', 'residual'],
    seeds: [1, 2, 3],
    epochs: 4,
    width: 8,
    resolution: 16,
    trainSize: 500,
    batchSize: 25,
    learningRate: 0.01,
    optimizer: { name: 'adam', options: { beta1: 0.8, beta2: 0.999, epsilon: 1e-8 } },
    dataset: 'synthetic',
    engine: 'wasm',
    workers: 2,
    threads: 1,
    results: 'a',
    reports: 'b',
    dryRun: true,
    fresh: true,
    yes: true,
    json: true,
    quiet: true,
    open: true,
    pictures: false,
    examples: true,
    lang: 'zh-CN',
  });
});

test('a list may have blanks, and repetitions count once', t => {
  t.deepEqual(parse('--depths', '20, 8,20').depths, [20, 8]);
});

test('seeds are counted from 1, or a range, or a list', t => {
  t.deepEqual(parse('--seeds', '101-104').seeds, [101, 102, 103, 104]);
  t.deepEqual(parse('--seeds', '5-5').seeds, [5]);
  t.deepEqual(parse('--seeds', '1, 3,7 - 9, 8').seeds, [1, 3, 7, 8, 9]);
  t.deepEqual(parse('--seeds', '9,2').seeds, [2, 9]);
});

const refused: [args: string[], ...says: (string | RegExp)[]][] = [
  [['--epoch', '3'], "unknown option '--epoch'", '--epochs'],
  [['--preset', 'quik'], '--preset "quik"', 'smoke, quick, reference, paper', 'Did you mean "quick"?'],
  [['--engine', 'wsm'], '--engine "wsm"', 'auto, tensorflow, native, wasm, cpu', 'Did you mean "wasm"?'],
  [['--dataset', 'cifar'], '--dataset "cifar"', 'cifar10, synthetic', 'Did you mean "cifar10"?'],
  [['--kinds', 'plain,residul'], '--kinds "residul"', 'plain, residual', 'Did you mean "residual"?'],
  [['--depths', '8,x'], '--depths', "'8,x'", 'whole number, 1 or more'],
  [['--depths', '-8'], '--depths', 'whole number, 1 or more'],
  [['--depths', ''], '--depths', 'whole number, 1 or more'],
  [['--val-size', '-1'], '--val-size', 'whole number, 0 or more'],
  [['--val-size', ''], '--val-size', 'whole number, 0 or more'],
  [['--resolution', '12'], '--resolution', "'12'", '32, 16, 8'],
  [['--learning-rate', '0'], '--learning-rate', "'0'", 'above 0'],
  [['--learning-rate', '-0.1'], '--learning-rate', "'-0.1'", 'above 0'],
  [['--learning-rate', 'fast'], '--learning-rate', "'fast'", 'above 0'],
  [['--learning-rate', 'Infinity'], '--learning-rate', "'Infinity'", 'above 0'],
  [['--optimizer', 'adm=0.9'], '--optimizer "adm"', 'momentum, adam', 'Did you mean "adam"?'],
  [['--optimizer', 'momentum=1'], '--optimizer: optimizer momentum: momentum got "1"', '<1'],
  [['--results'], '--results', 'argument missing'],
];
for (const value of [
  '0',
  '-1',
  '1.5',
  'many',
  '',
  '0-2',
  '4-2',
  '1-',
  '1,',
  '1,x',
  '1e2',
  '1-2-3',
  '1-999999999',
]) {
  refused.push([
    ['--seeds', value],
    '--seeds',
    `'${value}'`,
    'a whole number n for seeds 1 to n',
    '101-104',
    '1,3,7-9',
  ]);
}
for (const option of ['epochs', 'width', 'train-size', 'batch-size', 'workers', 'threads']) {
  for (const value of ['0', '-1', '1.5', 'many', ''])
    refused.push([[`--${option}`, value], `--${option}`, `'${value}'`, 'whole number, 1 or more']);
}
for (const [args, ...says] of refused) {
  test(`${args.join(' ') || '(nothing)'} is refused with what is allowed`, t => {
    const { message } = t.throws(() => parse(...args));
    for (const part of says) t.true(message.includes(part as string), `${message} lacks ${part}`);
    t.is(message.split('error: ').length, message.startsWith('error') ? 2 : 1);
  });
}
