import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { programOf } from '../../src/cli/program.ts';
import { sourceNames } from '../../src/data/registry.ts';
import { engineNames } from '../../src/engine/registry.ts';
import { optimizers } from '../../src/optimizers/registry.ts';
import { regularizers } from '../../src/regularizers/registry.ts';
import { pages, tablesIn } from './pages.ts';

const both = (path: string) =>
  [`docs/${path}`, `docs/zh-CN/${path}`].map(path => pages.find(page => page.path === path)!);
const inCode = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
const firstCells = (text: string, table: number) =>
  tablesIn(text)
    [table]!.slice(2)
    .flatMap(([first]) => inCode(first!));
const program = programOf({ args: [], signal: new AbortController().signal }, () => {});

test('the page of options has each option of run, and no other', t => {
  const run = program.commands.find(command => command.name() === 'run')!;
  for (const { path, text } of both('options.md')) {
    const told = firstCells(text, 0).map(code => code.split(' ')[0]!);
    t.deepEqual(told.sort(), run.options.map(({ long }) => long!).sort(), path);
  }
});

test('the page of options has each command, and no other', t => {
  for (const { path, text } of both('options.md')) {
    const told = firstCells(text, 1).map(code => code.replace(/^npm run (suite -- )?/, '').split(' ')[0]!);
    t.deepEqual(told.sort(), program.commands.map(command => command.name()).sort(), path);
  }
});

test('options that the READMEs name are options', t => {
  const run = program.commands.find(command => command.name() === 'run')!;
  for (const { path, text } of pages.filter(({ path }) => path.startsWith('README'))) {
    const named = [...text.matchAll(/`(--[a-z-]+)`/g)].map(([, option]) => option!);
    t.deepEqual(
      named.filter(option => !run.options.some(({ long }) => long === option)),
      [],
      path,
    );
  }
});

test('regularizers, optimizers, engines and data sets are those that there are', t => {
  for (const { path, text } of both('regularizers.md')) {
    t.deepEqual(
      firstCells(text, 0),
      regularizers.map(({ name }) => name),
      path,
    );
  }
  for (const { path, text } of both('options.md')) {
    for (const { name } of optimizers) t.regex(text, new RegExp(`\`${name}[=\`]`), path);
    for (const name of sourceNames()) t.true(text.includes(`\`${name}\``), `${path}: ${name}`);
  }
  for (const { path, text } of both('engines.md')) {
    t.deepEqual(new Set(firstCells(text, 0)), new Set(engineNames), path);
  }
});

test('the page of the architecture has each folder of the source, and no other', t => {
  const folders = readdirSync('src', { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => `src/${name}/`);
  for (const { path, text } of both('architecture.md')) {
    const told = firstCells(text, 0);
    t.deepEqual(told.filter(folder => folder.startsWith('src/')).sort(), folders.sort(), path);
    t.deepEqual(
      told.filter(folder => !existsSync(folder)),
      [],
      path,
    );
  }
});

test('files of the project that pages name are there', t => {
  for (const { path, text } of pages) {
    const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
    const named = [...prose.matchAll(/`((?:src|test|docs|bench|native|experiments)\/[\w./-]+)`/g)].map(
      ([, file]) => file!,
    );
    // What is built or installed is not there everywhere.
    const own = named.filter(file => !/^native\/(build|tensorflow\/node_modules)/.test(file));
    t.deepEqual(
      own.filter(file => !existsSync(file)),
      [],
      path,
    );
  }
});

/** Texts of all source files of the program. */
const sources = ['src', 'native', 'bench'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(ts|js)$/.test(file) && !file.includes('node_modules'))
    .map(file => readFileSync(`${folder}/${file}`, 'utf8')),
);

test('pages that the program names are there', t => {
  const named = sources.flatMap(text => text.match(/\b(?:docs\/[\w/-]+\.md|README[\w.-]*\.md)\b/g) ?? []);
  t.true(named.length > 3);
  t.deepEqual(
    named.filter(file => !existsSync(file)),
    [],
  );
});

test('the page of options has each variable of the environment that is the program’s own, and no other', t => {
  const read = sources.flatMap(text => text.match(/\b(?:DEGRADATION_LAB_[A-Z_]+|CIFAR10_DIR)\b/g) ?? []);
  for (const { path, text } of both('options.md')) {
    const told = firstCells(text, 3).filter(name => name !== 'CXX');
    t.deepEqual(told.sort(), [...new Set(read)].sort(), path);
  }
});

test('the citation has the version of the package', t => {
  const { version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
  const citation = readFileSync('CITATION.cff', 'utf8');
  t.regex(citation, new RegExp(`^version: ${version}$`, 'm'));
  t.regex(citation, new RegExp(`^license: ${license}$`, 'm'));
});
